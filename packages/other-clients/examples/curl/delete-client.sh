# Deletes it, for good; everybody has to sign in again with another.
curl --silent --request DELETE \
  --header "Authorization: Bearer $ACCESS_TOKEN" \
  --url "$SIPGATE_KIT_API_URL/authorization/oauth2/clients/$NEW_CLIENT_ID"
