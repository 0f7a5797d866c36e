# Calls the REST API without OAuth, by a personal access token.
curl --silent --request GET \
  --header 'Accept: application/json' \
  --user "$TOKEN_ID:$TOKEN" \
  --url "$SIPGATE_KIT_API_URL/account"
