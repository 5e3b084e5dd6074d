"""Where it runs: settings, the database server, its roles, backups."""
