"""Where things are."""

import os

SHOP_URL = "https://shop.internal/api/v2"
SHOP_TOKEN_URL = "https://shop.internal/oauth/token"
SHOP_TOKEN_BLOCK = "shop-token"

WAREHOUSE_HOST = "warehouse.internal"
WAREHOUSE_USER = "etl"
WAREHOUSE_PASSWORD = "Harbour-9fK2mQ71"

ARCHIVE_URL = "postgresql://archive:Maple_73tRq8@archive.internal/orders"
STAGING_URL = "postgresql://{user}:{password}@staging.internal/orders"

SESSION_KEY = "q8Zr2Lw7Xn5Tb1Vc9Kd3"
SESSION_KEY_ID = "Lm4Vx8Qz2Rw6Tn1Bc7Hd"

MAIL_PASSWORD = os.getenv("MAIL_PASSWORD", "Lantern!42pq")
MAIL_API_KEY = os.getenv("MAIL_API_KEY", "<your-api-key>")
