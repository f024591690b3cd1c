<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<#import "buttons.ftl" as buttons>
<@layout.registrationLayout displayMessage=!messagesPerField.existsError("code"); section>
  <#if section = "header">
    ${msg("pbxEmailCodeTitle")}
  <#elseif section = "form">
    <p class="pbx-instruction">${msg("pbxEmailCodeInstruction")}</p>
    <form id="pbx-email-code-form" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post" novalidate>
      <@field.input name="code" label=msg("pbxEmailCode") autocomplete="one-time-code" autofocus=true />
      <#-- The first button is the one that Enter presses. -->
      <@buttons.actionGroup>
        <@buttons.button id="pbx-submit" name="login" label="doLogIn" />
        <@buttons.button id="pbx-resend" name="resend" label="pbxResendCode" type="secondary" value="true" />
        <@buttons.button id="pbx-cancel" name="cancel" label="doCancel" type="link" value="true" />
      </@buttons.actionGroup>
    </form>
  </#if>
</@layout.registrationLayout>
