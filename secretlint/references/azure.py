"""Azure Key Vault, through its own client: prefect_azure has no block for it."""

from __future__ import annotations

from secretlint.model import ImportRequest
from secretlint.references import Request

KIND = "azure"
SAFE = False
REASON = "AZURE_KEY_VAULT_URL, an identity that may read, and the secret must exist"
CREDENTIAL = ImportRequest("azure.identity", "DefaultAzureCredential")
CLIENT = ImportRequest("azure.keyvault.secrets", "SecretClient")
OS = ImportRequest("os")


def expression(request: Request) -> tuple[str, tuple[ImportRequest, ...]]:
    """Text and imports."""
    url = f"{request.local(OS)}.environ[{request.quoted('AZURE_KEY_VAULT_URL')}]"
    client = f"{request.local(CLIENT)}(vault_url={url}, credential={request.local(CREDENTIAL)}())"
    return f"{client}.get_secret({request.quoted(request.name)}).value", (OS, CREDENTIAL, CLIENT)
