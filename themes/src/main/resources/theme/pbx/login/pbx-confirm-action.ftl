<#import "template.ftl" as layout>
<#import "buttons.ftl" as buttons>
<@layout.registrationLayout; section>
  <#if section = "header">
    ${msg("pbxConfirmActionTitle")}
  <#elseif section = "form">
    <p class="pbx-instruction">${msg("pbxConfirmActionInstruction")}</p>
    <p class="pbx-action">${actionLabel}</p>
    <form id="pbx-confirm-action-form" class="${properties.kcFormClass!}" action="${actionUri}" method="post">
      <@buttons.actionGroup>
        <@buttons.button id="pbx-continue" name="continue" label="doContinue" />
      </@buttons.actionGroup>
    </form>
  </#if>
</@layout.registrationLayout>
