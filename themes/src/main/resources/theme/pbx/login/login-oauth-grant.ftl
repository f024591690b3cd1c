<#import "template.ftl" as layout>
<#import "buttons.ftl" as buttons>
<@layout.registrationLayout bodyClass="oauth"; section>
  <#assign application = client.name?has_content?then(advancedMsg(client.name!""), client.clientId)>
  <#if section = "header">
    ${msg("oauthGrantTitle", application)}
  <#elseif section = "form">
    <div id="kc-oauth">
      <#if client.attributes.logoUri?has_content>
        <img class="pbx-client-logo" src="${client.attributes.logoUri}" alt="" referrerpolicy="no-referrer">
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
