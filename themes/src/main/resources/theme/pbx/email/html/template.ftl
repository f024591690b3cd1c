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
  <div style="max-width: 560px; margin: 0 auto;">
    <p style="margin: 0 0 24px; padding-bottom: 12px; border-bottom: 2px solid #2f6fad; font-size: 18px; font-weight: 600;">${realmName}<#if sipDomain?has_content><br><span style="font-size: 14px; font-weight: 400;">${sipDomain}</span></#if></p>
    <#nested>
  </div>
</body>
</html>
</#macro>
