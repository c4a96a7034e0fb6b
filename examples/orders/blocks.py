"""Register the blocks that the flows load: run once with `python -m orders.blocks`."""

import os

from prefect.blocks.notifications import MattermostWebhook
from prefect.blocks.system import Secret
from prefect.filesystems import SMB


def register() -> None:
    """Save every block, over an older one of its name."""
    Secret(value="Saffron-2hW9kz55").save("shop-token", overwrite=True)
    Secret(value=os.environ["STAGING_PASSWORD"]).save("staging-password", overwrite=True)
    SMB(
        share_path="/orders",
        smb_host="files.internal",
        smb_username="etl",
        smb_password="Thistle_6yN4bd",
    ).save("order-files", overwrite=True)
    MattermostWebhook(hostname="chat.internal", token="c41d7f92-5b3e-4a86-9d07-e2f8a6b1c053").save("on-call", overwrite=True)


if __name__ == "__main__":
    register()
