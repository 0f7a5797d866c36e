# One of them, with its secret.
curl --silent --request GET \
  --header "Authorization: Bearer $ACCESS_TOKEN" \
  --url "$SIPGATE_KIT_API_URL/authorization/oauth2/clients/$NEW_CLIENT_ID"
