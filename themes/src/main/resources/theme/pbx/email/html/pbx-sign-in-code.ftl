<#import "template.ftl" as layout>
<@layout.emailLayout>
${kcSanitize(msg("pbxSignInCodeBodyHtml", code?esc?markup_string, minutes, realmName?esc?markup_string))?no_esc}
</@layout.emailLayout>
