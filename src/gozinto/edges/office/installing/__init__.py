"""What lets a browser install the office as an application: no data is kept on the machine."""
