# Calls the REST API.
curl --silent --request GET \
  --header 'Accept: application/json' \
  --header "Authorization: Bearer $ACCESS_TOKEN" \
  --url "$SIPGATE_KIT_API_URL/account"
