"""Functions that fingerprint what a statement wrote. The triggers that call them stand on the tables of every app.

Values are taken as JSON, under a fixed zone and style of dates, so that the same value gives the same text in every
session. Salts come from PostgreSQL's strong random numbers.
"""

from django.db import migrations

COLUMNS = "consortium_id, table_name, row_id, salt, digests, is_gone, written_in, written_at"
DIGESTS = "(SELECT jsonb_object_agg(key, journal_digest(salt, key, value)) FROM jsonb_each(written))"
NOW = "pg_current_xact_id()::text::bigint, now()"
SAME_EVERYWHERE = "SET timezone = 'UTC' SET datestyle = 'ISO, YMD'"

FORWARD = f"""
CREATE FUNCTION journal_digest(salt text, name text, value jsonb) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$  -- as convert_to is: so it is inlined
    SELECT left(encode(sha256(convert_to(salt || ' ' || name || ' ' || value::text, 'UTF8')), 'hex'), 32)
$$;

CREATE FUNCTION journal_fingerprint_insert() RETURNS trigger LANGUAGE plpgsql {SAME_EVERYWHERE} AS $$
BEGIN
    INSERT INTO journal_fingerprint ({COLUMNS})
    SELECT consortium_id, TG_TABLE_NAME, id, salt, {DIGESTS}, false, {NOW}
    FROM (
        SELECT consortium_id, id, gen_random_uuid()::text AS salt, to_jsonb(fresh) - TG_ARGV AS written
        FROM fresh ORDER BY id
    ) AS rows;
    RETURN NULL;
END
$$;

CREATE FUNCTION journal_fingerprint_update() RETURNS trigger LANGUAGE plpgsql {SAME_EVERYWHERE} AS $$
BEGIN
    INSERT INTO journal_fingerprint ({COLUMNS})
    SELECT consortium_id, TG_TABLE_NAME, id, salt, {DIGESTS}, false, {NOW}
    FROM (
        SELECT consortium_id, id, gen_random_uuid()::text AS salt, (
            SELECT jsonb_object_agg(key, value) FROM jsonb_each(after) WHERE value IS DISTINCT FROM before -> key
        ) AS written
        FROM (
            SELECT fresh.consortium_id, fresh.id, to_jsonb(gone) - TG_ARGV AS before, to_jsonb(fresh) - TG_ARGV AS after
            FROM fresh JOIN gone ON gone.id = fresh.id
        ) AS pairs
        WHERE before <> after ORDER BY id
    ) AS rows;
    RETURN NULL;
END
$$;

CREATE FUNCTION journal_fingerprint_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO journal_fingerprint ({COLUMNS})
    SELECT consortium_id, TG_TABLE_NAME, id, '', '{{}}', true, {NOW} FROM gone ORDER BY id;
    RETURN NULL;
END
$$;

CREATE FUNCTION journal_take_stock(whose bigint) RETURNS bigint LANGUAGE plpgsql {SAME_EVERYWHERE} AS $$
DECLARE
    bound record;
    written bigint;
    total bigint := 0;
BEGIN
    FOR bound IN
        SELECT class.relname AS name, string_to_array(encode(own.tgargs, 'escape'), '\\000') AS free
        FROM pg_trigger own JOIN pg_class class ON class.oid = own.tgrelid JOIN pg_proc does ON does.oid = own.tgfoid
        WHERE does.proname = 'journal_fingerprint_insert' AND pg_table_is_visible(class.oid)
        ORDER BY class.relname
    LOOP
        EXECUTE format($sql$
            INSERT INTO journal_fingerprint ({COLUMNS})
            SELECT consortium_id, %1$L, id, salt, {DIGESTS}, false, {NOW}
            FROM (
                SELECT own.consortium_id, own.id, gen_random_uuid()::text AS salt, to_jsonb(own) - $1 - coalesce((
                    SELECT array_agg(told.key)
                    FROM journal_fingerprint print, jsonb_object_keys(print.digests) AS told (key)
                    WHERE print.consortium_id = own.consortium_id AND print.table_name = %1$L AND print.row_id = own.id
                ), '{{}}') AS written
                FROM %1$I own WHERE own.consortium_id = $2 ORDER BY own.id
            ) AS rows
            WHERE written <> '{{}}'
        $sql$, bound.name) USING bound.free, whose;
        GET DIAGNOSTICS written = ROW_COUNT;
        total := total + written;
    END LOOP;
    RETURN total;
END
$$;
COMMENT ON FUNCTION journal_take_stock(bigint) IS
    'Fingerprints what has none: for migrations that bind more than before, together with an entry that says so';
"""

BACK = """
DROP FUNCTION journal_take_stock(bigint);
DROP FUNCTION journal_fingerprint_delete();
DROP FUNCTION journal_fingerprint_update();
DROP FUNCTION journal_fingerprint_insert();
DROP FUNCTION journal_digest(text, text, jsonb);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(FORWARD, BACK),
    ]
