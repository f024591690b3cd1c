<#-- Names that people have typed are text. kcSanitize undoes every escaping and keeps links, so what makes markup is taken
     out before Keycloak's own templates, which import this one, put the names into their texts. -->
<#function plain text>
  <#return text?replace("<", "\x2039")?replace(">", "\x203A")?replace("&(?=[#A-Za-z])", "\xFF06", "r")>
</#function>
<#global realmName = plain(.data_model.realmName!"")>
<#if .data_model.newEmail??><#global newEmail = plain(.data_model.newEmail)></#if>
<#if .data_model.firstName??><#global firstName = plain(.data_model.firstName)></#if>
<#if .data_model.lastName??><#global lastName = plain(.data_model.lastName)></#if>
<#if .data_model.organization??><#global organization = {"name": plain(.data_model.organization.name!"")}></#if>
<#if .data_model.identityProviderDisplayName??><#global identityProviderDisplayName = plain(.data_model.identityProviderDisplayName)></#if>
<#if .data_model.identityProviderContext??><#global identityProviderContext = {"username": plain(.data_model.identityProviderContext.username!"")}></#if>
<#-- Mail programs ignore style sheets: styles stand on the elements, and the colours suit light and dark. -->
<#macro emailLayout>
<!DOCTYPE html>
<html lang="${locale.language}" dir="${(ltr)?then('ltr','rtl')}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${realmName}</title>
</head>
<body style="margin: 0; padding: 24px 16px; font-family: system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif; font-size: 16px; line-height: 1.5;">
  <#-- Some mail programs know one of the three. -->
  <div style="max-width: 560px; margin: 0 auto; word-wrap: break-word; word-break: break-word; overflow-wrap: anywhere;">
    <p style="margin: 0 0 24px; padding-bottom: 12px; border-bottom: 2px solid #2f6fad; font-size: 18px; font-weight: 600;">${realmName}<#if sipDomain?has_content><br><span style="font-size: 14px; font-weight: 400;">${sipDomain}</span></#if></p>
    <#nested>
  </div>
</body>
</html>
</#macro>
