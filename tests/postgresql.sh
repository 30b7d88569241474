# Sourced: `start_postgresql` starts a throw-away PostgreSQL and sets POSTGRESQL_URL; it ends with the shell.
# As root the server runs as another user, since it refuses to run as root.

as_server() {
    if [ "$(id -u)" = 0 ]; then runuser -u "$(server_user)" -- "$@"; else "$@"; fi
}

server_user() {
    if id postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi
}

start_postgresql() {
    server=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    [ -n "$server" ] || server=$(dirname "$(command -v initdb || echo /)")
    if [ ! -x "$server/initdb" ]; then
        echo "PostgreSQL's server is missing; the tests run on it too. Install it: apt install postgresql" >&2
        exit 1
    fi
    cluster=$(mktemp -d)
    [ "$(id -u)" != 0 ] || chown "$(server_user)" "$cluster"
    port=$(.venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    (
        cd /
        as_server "$server/initdb" -D "$cluster/data" -A trust -U kilotse >/dev/null
        as_server "$server/pg_ctl" -D "$cluster/data" -w -l "$cluster/log" \
            -o "-p $port -k $cluster -c listen_addresses=127.0.0.1 -c fsync=off" start >/dev/null
    )
    trap 'cd / && as_server "$server/pg_ctl" -D "$cluster/data" -m immediate stop >/dev/null; rm -rf "$cluster"' EXIT
    POSTGRESQL_URL="postgresql://kilotse@127.0.0.1:$port/postgres"
}
