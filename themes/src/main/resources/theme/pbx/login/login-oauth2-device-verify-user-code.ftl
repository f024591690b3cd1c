<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<#import "buttons.ftl" as buttons>
<@layout.registrationLayout; section>
  <#if section = "header">
    ${msg("oauth2DeviceVerificationTitle")}
  <#elseif section = "form">
    <#-- A code that somebody else has sent would let that person's device in (RFC 8628, section 5.4). -->
    <p class="pbx-instruction">${msg("pbxDeviceInstruction")}</p>
    <form id="kc-user-verify-device-user-code-form" class="${properties.kcFormClass!}" action="${url.oauth2DeviceVerificationAction}" method="post">
      <@field.group name="device_user_code" label=msg("verifyOAuth2DeviceUserCode")>
        <span class="${properties.kcInputClass}">
          <input id="device_user_code" name="device_user_code" class="pbx-code" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20" autofocus>
        </span>
      </@field.group>
      <@buttons.actionGroup>
        <@buttons.button id="kc-login" label="doContinue" />
      </@buttons.actionGroup>
    </form>
  </#if>
</@layout.registrationLayout>
