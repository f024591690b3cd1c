<#import "template.ftl" as layout>
<#import "buttons.ftl" as buttons>
<@layout.registrationLayout bodyClass="oauth"; section>
  <#-- Keycloak does not give the page the code that a desk phone shows; it notes the code for the sign-in. -->
  <#assign deviceCode = (social.session.context.authenticationSession.getClientNote("OAUTH2_DEVICE_VERIFIED_USER_CODE"))!"">
  <#assign application = client.name?has_content?then(advancedMsg(client.name!""), client.clientId)>
  <#if section = "header">
    ${msg("oauthGrantTitle", application)}
  <#elseif section = "form">
    <div id="kc-oauth">
      <#if client.attributes.logoUri?has_content>
        <img class="pbx-client-logo" src="${client.attributes.logoUri}" alt="" referrerpolicy="no-referrer" onerror="this.remove()">
      </#if>
      <#if deviceCode?has_content>
        <#-- A code that somebody else has sent would let that person's device in (RFC 8628, section 5.4). -->
        <p class="pbx-instruction">${msg("pbxDeviceConsent")}</p>
        <p class="pbx-device-code pbx-code">${deviceCode?replace("^(.{4})(.{4})$", "$1-$2", "r")}</p>
        <p class="pbx-instruction">${msg("pbxDeviceConsentWarning")}</p>
      </#if>
      <h2 class="pbx-subtitle">${msg("oauthGrantRequest")}</h2>
      <ul class="${properties.kcListClass!} pbx-scopes">
        <#list oauth.clientScopesRequested![] as scope>
          <li>
            <#if scope.parameterizedScopeParameter??>
              ${advancedMsg(scope.consentScreenText, scope.parameterizedScopeParameter)}
            <#else>
              ${advancedMsg(scope.consentScreenText)}
            </#if>
          </li>
        </#list>
      </ul>
      <#if client.attributes.policyUri?has_content || client.attributes.tosUri?has_content>
        <p class="pbx-instruction">
          ${msg("oauthGrantInformation", application)}
          <#if client.attributes.tosUri?has_content>
            ${msg("oauthGrantReview")} <a href="${client.attributes.tosUri}" target="_blank" rel="noreferrer">${msg("oauthGrantTos")}</a>
          </#if>
          <#if client.attributes.policyUri?has_content>
            ${msg("oauthGrantReview")} <a href="${client.attributes.policyUri}" target="_blank" rel="noreferrer">${msg("oauthGrantPolicy")}</a>
          </#if>
        </p>
      </#if>
      <form class="${properties.kcFormClass!}" action="${url.oauthAction}" method="post">
        <input type="hidden" name="code" value="${oauth.code}">
        <@buttons.actionGroup horizontal=true>
          <@buttons.button id="kc-login" name="accept" label="doYes" />
          <@buttons.button id="kc-cancel" name="cancel" label="doNo" type="secondary" />
        </@buttons.actionGroup>
      </form>
    </div>
  </#if>
</@layout.registrationLayout>
