// Some of Keycloak's labels name an id that is not on the page (the user name on later steps, the fields of the
// authenticator set-up). Screen readers then find no label: point each at the field beside it.
for (const label of document.querySelectorAll("label[for]")) {
  if (!document.getElementById(label.htmlFor)) {
    const field = label.closest(".pf-v5-c-form__group")?.querySelector("input:not([type=hidden])");
    if (field?.id && field.labels.length === 0) {
      label.htmlFor = field.id;
    }
  }
}
