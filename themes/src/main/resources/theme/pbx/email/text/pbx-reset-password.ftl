<#ftl output_format="plainText">
${msg("pbxResetPasswordBody", link, linkExpiration, realmName)}
<#if sipDomain?has_content>

-- 
${realmName}
${sipDomain}
</#if>
