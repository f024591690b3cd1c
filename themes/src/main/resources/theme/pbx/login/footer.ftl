<#-- Keycloak's hook at the end of the sign-in box. css/pbx.css places the parts: logo, name and SIP domain at the
     top, the web site at the bottom. The name stands here because the template's own header takes markup from it.
     A logo or web site that is no web address is left out. -->
<#import "pbx-tenant.ftl" as tenant>
<#macro content>
  <#local sipDomain = realm.getAttribute("pbx.sipDomain")!"">
  <#local logo = tenant.logo(realm)>
  <#local website = realm.getAttribute("pbx.website")!"">
  <#if logo?has_content>
    <img class="pbx-logo" src="${logo}" alt="" referrerpolicy="no-referrer" onerror="this.remove()">
  </#if>
  <p class="pbx-name">${realm.displayName}</p>
  <#if sipDomain?has_content>
    <p class="pbx-domain"><span class="pf-v5-u-screen-reader">${msg("pbxSipDomain")} </span>${sipDomain}</p>
  </#if>
  <#if website?matches(r"https?://[^\s\\/<>\x22\x27][^\s\\<>\x22\x27]*", "i")>
    <p class="pbx-website"><a href="${website}" rel="noreferrer">${website?replace("^https?://", "", "ri")?remove_ending("/")}</a></p>
  </#if>
</#macro>
