<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<#import "buttons.ftl" as buttons>
<@layout.registrationLayout displayMessage=!messagesPerField.existsError("sip_address") displayInfo=true; section>
  <#if section = "header">
    ${msg("pbxSipAddressTitle")}
  <#elseif section = "form">
    <form id="pbx-sip-address-form" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post" novalidate>
      <@field.input name="sip_address" label=msg("pbxSipAddress") value=(sipAddress!"") autocomplete="username" autofocus=true />
      <@buttons.actionGroup>
        <@buttons.button id="pbx-continue" name="continue" label="doContinue" />
      </@buttons.actionGroup>
    </form>
  <#elseif section = "info">
    <span class="${properties.kcLoginMainFooterHelperText!}">${msg("pbxSipAddressInstruction")}</span>
  </#if>
</@layout.registrationLayout>
