<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<#import "buttons.ftl" as buttons>
<#-- Without a code that was mailed there is no field beside which an error could be. -->
<#assign sent=pbxEmailCodeSent!true>
<@layout.registrationLayout displayMessage=!(sent && messagesPerField.existsError("code")); section>
  <#if section = "header">
    ${msg("pbxEmailCodeTitle")}
  <#elseif section = "form">
    <#if sent>
      <p class="pbx-instruction">${msg("pbxEmailCodeInstruction")}</p>
    </#if>
    <form id="pbx-email-code-form" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post" novalidate>
      <#if sent>
        <@field.input name="code" label=msg("pbxEmailCode") autocomplete="one-time-code" autofocus=true />
      </#if>
      <#-- The first button is the one that Enter presses. -->
      <@buttons.actionGroup>
        <#if sent>
          <@buttons.button id="pbx-submit" name="login" label="doLogIn" />
          <@buttons.button id="pbx-resend" name="resend" label="pbxResendCode" type="secondary" value="true" />
        <#else>
          <@buttons.button id="pbx-resend" name="resend" label="pbxSendCode" value="true" />
        </#if>
        <@buttons.button id="pbx-cancel" name="cancel" label="doCancel" type="link" value="true" />
      </@buttons.actionGroup>
    </form>
  </#if>
</@layout.registrationLayout>
