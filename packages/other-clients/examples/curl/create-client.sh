# Registers an OAuth client. sipgate's own recipe leaves both URLs out, which its API description does not allow.
curl --silent --request POST \
  --header 'Content-Type: application/json' \
  --header "Authorization: Bearer $ACCESS_TOKEN" \
  --url "$SIPGATE_KIT_API_URL/authorization/oauth2/clients" \
  --data '{
    "name": "Example name",
    "description": "Example description",
    "redirectUris": ["http://localhost:8080/oauth"],
    "webOrigins": [],
    "privacyUrl": "",
    "termsUrl": ""
  }'
