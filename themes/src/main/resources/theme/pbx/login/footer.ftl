<#-- Keycloak's hook at the end of the sign-in box. css/pbx.css places the parts: logo and SIP domain
     beside the tenant's name, the web site at the bottom. Values that are no web addresses are not linked. -->
<#macro content>
  <#local sipDomain = realm.getAttribute("pbx.sipDomain")!"">
  <#local avatarUrl = realm.getAttribute("pbx.avatarUrl")!"">
  <#local website = realm.getAttribute("pbx.website")!"">
  <#if avatarUrl?matches(r"(https?://|/(?![/\\]))[^\s\\]*", "i")>
    <img class="pbx-logo" src="${avatarUrl}" alt="" referrerpolicy="no-referrer">
  </#if>
  <#if sipDomain?has_content>
    <p class="pbx-domain"><span class="pf-v5-u-screen-reader">${msg("pbxSipDomain")} </span>${sipDomain}</p>
  </#if>
  <#if website?matches(r"https?://[^\s\\/]+[^\s\\]*", "i")>
    <p class="pbx-website"><a href="${website}" rel="noreferrer">${website?replace("^https?://", "", "ri")?remove_ending("/")}</a></p>
  </#if>
</#macro>
