# Replaces everything about it but id and secret.
curl --silent --request PUT \
  --header 'Content-Type: application/json' \
  --header "Authorization: Bearer $ACCESS_TOKEN" \
  --url "$SIPGATE_KIT_API_URL/authorization/oauth2/clients/$NEW_CLIENT_ID" \
  --data '{
    "name": "Example name",
    "description": "Another description",
    "redirectUris": ["http://localhost:8080/oauth", "https://app.example.com/oauth"],
    "webOrigins": ["https://app.example.com"],
    "privacyUrl": "https://app.example.com/privacy",
    "termsUrl": "https://app.example.com/terms"
  }'
