# Exchanges the code, once, for access token and refresh token.
curl --silent --request POST \
  --header 'Content-Type: application/x-www-form-urlencoded' \
  --data-urlencode "client_id=$CLIENT_ID" \
  --data-urlencode "client_secret=$CLIENT_SECRET" \
  --data-urlencode "code=$CODE" \
  --data-urlencode "redirect_uri=$REDIRECT_URI" \
  --data-urlencode 'grant_type=authorization_code' \
  --url "$SIPGATE_KIT_ISSUER/protocol/openid-connect/token"
