<#-- What the pages show of a tenant. Every theme can import it. -->

<#-- The address of a realm's logo; an empty text where it has none, or none that a page may load: an http or https
     address, or a path on this server. -->
<#function logo realm>
  <#local url = realm.getAttribute("pbx.avatarUrl")!"">
  <#if url?matches(r"(https?://|/(?![/\\]))[^\s\\<>\x22\x27]*", "i")>
    <#return url>
  </#if>
  <#return "">
</#function>
