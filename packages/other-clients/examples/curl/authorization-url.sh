# Prints the address to open in a browser; sign in there, and take the code out of the address you come back to.
curl --silent --output /dev/null --write-out '%{url_effective}\n' --get \
  --data-urlencode "client_id=$CLIENT_ID" \
  --data-urlencode "redirect_uri=$REDIRECT_URI" \
  --data-urlencode 'scope=openid account:read authorization:oauth2:clients:read authorization:oauth2:clients:write' \
  --data-urlencode 'response_type=code' \
  "$SIPGATE_KIT_ISSUER/protocol/openid-connect/auth"
