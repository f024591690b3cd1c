<#-- For realms with another login theme than "pbx", which has a page of this name of its own. -->
<#import "template.ftl" as layout>
<@layout.registrationLayout; section>
  <#if section = "header">
    ${msg("pbxConfirmActionTitle")}
  <#elseif section = "form">
    <p>${msg("pbxConfirmActionInstruction")}</p>
    <p><strong>${actionLabel}</strong></p>
    <form id="pbx-confirm-action-form" action="${actionUri}" method="post">
      <input id="pbx-continue" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" type="submit" value="${msg("doContinue")}"/>
    </form>
  </#if>
</@layout.registrationLayout>
