# Brings a new pair. The refresh token you send is dead afterwards: keep the one that comes.
curl --silent --request POST \
  --header 'Content-Type: application/x-www-form-urlencoded' \
  --data-urlencode "client_id=$CLIENT_ID" \
  --data-urlencode "client_secret=$CLIENT_SECRET" \
  --data-urlencode "refresh_token=$REFRESH_TOKEN" \
  --data-urlencode 'grant_type=refresh_token' \
  --url "$SIPGATE_KIT_ISSUER/protocol/openid-connect/token"
