# Ends what this client may do. Keycloak answers with 200 and nothing.
curl --silent --request POST \
  --data-urlencode "client_id=$CLIENT_ID" \
  --data-urlencode "client_secret=$CLIENT_SECRET" \
  --data-urlencode "token=$REFRESH_TOKEN" \
  --url "$SIPGATE_KIT_ISSUER/protocol/openid-connect/revoke"
