<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<#import "buttons.ftl" as buttons>
<@layout.registrationLayout displayMessage=!messagesPerField.existsError("code"); section>
  <#if section = "header">
    ${msg("pbxAuthorizationCodeTitle")}
  <#elseif section = "form">
    <p class="pbx-instruction">${msg("pbxAuthorizationCodeInstruction", pbxProvider, pbxAccount)}</p>
    <form id="pbx-authorization-code-form" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post" novalidate>
      <@field.input name="code" label=msg("pbxAuthorizationCode") autocomplete="one-time-code" autofocus=true />
      <#-- The first button is the one that Enter presses. -->
      <@buttons.actionGroup>
        <@buttons.button id="pbx-submit" name="link" label="pbxAuthorizationCodeLink" />
        <@buttons.button id="pbx-skip" name="skip" label="pbxAuthorizationCodeSkip" type="link" value="true" />
      </@buttons.actionGroup>
    </form>
  </#if>
</@layout.registrationLayout>
