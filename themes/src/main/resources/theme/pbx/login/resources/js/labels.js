// The label of the read-only user name that Keycloak shows on later steps points at an id that is not on the page.
const attempted = document.getElementById("kc-attempted-username");
const label = document.querySelector('label[for="username"]');
if (attempted && label && !document.getElementById("username")) {
  label.htmlFor = attempted.id;
}
