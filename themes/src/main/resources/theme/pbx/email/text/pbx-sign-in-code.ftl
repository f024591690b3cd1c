<#ftl output_format="plainText">
${msg("pbxSignInCodeBody", code, minutes, realmName)}
<#if sipDomain?has_content>

-- 
${realmName}
${sipDomain}
</#if>
