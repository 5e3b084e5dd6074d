"""Every table of master data gets another version with each statement that writes it.

The versions are written by triggers, with the owner's rights: the application may only read them.
A later migration that adds such a table says SELECT gozinto_watch('its_table').
"""

from django.db import migrations, models

TABLES = (
    *("approval", "billline", "calendar", "calendarshift", "calibration", "characteristic"),
    *("crew", "crewmember", "enterprise", "equipment", "holiday", "inspectionplan", "location"),
    *(
        "masterbatch",
        "masterchange",
        "material",
        "materialrevision",
        "numberingformat",
        "order",
        "orderline",
    ),
    *("partner", "person", "physicalasset", "qualification", "reason", "routingstep", "shift"),
    *("skill", "supplierpattern", "unitconversion"),
)

# The lock is the one of `plant.changing`: whoever writes master data comes one after the other,
# so two writers never wait for each other's versions in a circle.
CHANGED = """
CREATE FUNCTION gozinto_plant_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('gozinto master data'));
    INSERT INTO public.gozinto_plantversion (table_name, version)
    VALUES (TG_TABLE_NAME, gen_random_uuid())
    ON CONFLICT (table_name) DO UPDATE SET version = excluded.version;
    RETURN NULL;
END $$
"""
WATCH = """
CREATE FUNCTION gozinto_watch(watched text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TRIGGER plant_changed BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I'
        ' FOR EACH STATEMENT EXECUTE FUNCTION gozinto_plant_changed()', watched);
    INSERT INTO gozinto_plantversion (table_name, version) VALUES (watched, gen_random_uuid());
END $$
"""
UNWATCH = "DROP TRIGGER plant_changed ON gozinto_{}"


class Migration(migrations.Migration):
    dependencies = [("gozinto", "0012_orders_and_documents")]

    operations = [
        migrations.CreateModel(
            name="PlantVersion",
            fields=[
                ("table_name", models.TextField(primary_key=True, serialize=False)),
                ("version", models.UUIDField()),
            ],
        ),
        migrations.RunSQL([CHANGED], ["DROP FUNCTION gozinto_plant_changed()"]),
        migrations.RunSQL([WATCH], ["DROP FUNCTION gozinto_watch(text)"]),
        *(
            migrations.RunSQL([f"SELECT gozinto_watch('gozinto_{table}')"], [UNWATCH.format(table)])
            for table in TABLES
        ),
    ]
