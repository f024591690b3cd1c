<#import "template.ftl" as layout>
<@layout.emailLayout>
${kcSanitize(msg("pbxResetPasswordBodyHtml", link?esc?markup_string, linkExpiration, realmName?esc?markup_string))?no_esc}
</@layout.emailLayout>
