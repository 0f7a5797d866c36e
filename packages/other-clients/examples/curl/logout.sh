# Signs the person out at sipgate, which ends all clients of that sign-in. Keycloak answers with 204 and nothing.
curl --silent --request POST \
  --data-urlencode "client_id=$CLIENT_ID" \
  --data-urlencode "client_secret=$CLIENT_SECRET" \
  --data-urlencode "refresh_token=$REFRESH_TOKEN" \
  --url "$SIPGATE_KIT_ISSUER/protocol/openid-connect/logout"
