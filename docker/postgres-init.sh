#!/bin/sh
# Runs once, when the volume is empty: the two databases, each with a role that cannot read the other.
set -eu

make_database() {
  psql --username postgres --set ON_ERROR_STOP=1 --set name="$1" --set password="$2" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' OWNER :"name";
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
}

make_database synapse "$PORTICO_SYNAPSE_DB_PASSWORD"
make_database portico "$PORTICO_DB_PASSWORD"
