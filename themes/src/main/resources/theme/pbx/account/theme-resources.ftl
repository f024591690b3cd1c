<#-- Keycloak's page of the account console imports these macros by this name, and knows the realm while it calls them:
     so the tenant's name and logo get into its head, and the page itself stays Keycloak's. js/tenant.js reads what the
     meta elements say. -->
<#import "pbx-tenant.ftl" as tenant>

<#macro renderStyles resources pathPrefix>
  <meta name="pbx-tenant" content="${realm.displayName?has_content?then(realm.displayName, realm.name)}">
  <#if tenant.logo(realm)?has_content>
    <meta name="pbx-logo" content="${tenant.logo(realm)}">
  </#if>
  <meta name="pbx-menu" content="${msg("pbxMenu")}">
  <meta name="pbxExtensions" content="${msg("pbxExtensions")}">
  <meta name="pbxExtensionsFailed" content="${msg("pbxExtensionsFailed")}">
  <#list resources as resource>
    <link rel="stylesheet" href="${pathPrefix}/${resource.path}"<@attributes of=resource names=["media", "integrity", "crossorigin"]/>>
  </#list>
</#macro>

<#macro renderScripts resources pathPrefix defaultScriptType="">
  <#list resources as resource>
    <script src="${pathPrefix}/${resource.path}" type="${resource.type!defaultScriptType}"<@attributes of=resource names=["integrity", "crossorigin", "blocking"]/><#if resource.hasDefer()> defer</#if><#if resource.hasAsync()> async</#if>></script>
  </#list>
</#macro>

<#macro renderFavicons resources pathPrefix>
  <#list resources as resource>
    <link rel="${resource.rel!"icon"}" href="${pathPrefix}/${resource.path}"<@attributes of=resource names=["type", "media"]/>>
  </#list>
</#macro>

<#macro attributes of names><#list names as name><#if of[name]?has_content> ${name}="${of[name]}"</#if></#list></#macro>
