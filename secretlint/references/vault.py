"""HashiCorp Vault's key-value store, version 2, through hvac."""

from __future__ import annotations

from secretlint.model import ImportRequest
from secretlint.references import Request

KIND = "vault"
SAFE = False
REASON = "VAULT_ADDR, VAULT_TOKEN and the path must exist"
HVAC = ImportRequest("hvac")
OS = ImportRequest("os")


def expression(request: Request) -> tuple[str, tuple[ImportRequest, ...]]:
    """Text and imports. Without `raise_on_deleted_version` hvac warns."""
    environ = f"{request.local(OS)}.environ"
    address, token = (f"{environ}[{request.quoted(name)}]" for name in ("VAULT_ADDR", "VAULT_TOKEN"))
    client = f"{request.local(HVAC)}.Client(url={address}, token={token})"
    path = f"path={request.quoted(request.name)}, raise_on_deleted_version=True"
    data, value = request.quoted("data"), request.quoted("value")
    read = f"{client}.secrets.kv.v2.read_secret_version({path})"
    return f"{read}[{data}][{data}][{value}]", (OS, HVAC)
