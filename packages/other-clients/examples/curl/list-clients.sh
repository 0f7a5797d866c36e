# All your OAuth clients.
curl --silent --request GET \
  --header "Authorization: Bearer $ACCESS_TOKEN" \
  --url "$SIPGATE_KIT_API_URL/authorization/oauth2/clients"
