--TEST--
No dump, cast or export of a form, a state or the service shows a secret
--EXTENSIONS--
cotp
--FILE--
<?php
require __DIR__ . '/secrets.inc';

searchDumps('form', plantedForm());
searchDumps('form by phone', plantedForm(true));
searchDumps('clone of a form', clone plantedForm());
searchDumps('unserialized form', unserialize(serialize(plantedForm())));
searchDumps('state', plantedState());
searchDumps('clone of a state', clone plantedState());
searchDumps('service', plantedRequest('https://localhost/api', proxy: plantedProxy(1),
    observer: fn ($attempt) => null));

// Values that are not secret are shown, and null is shown as null.
echo json_encode(new CotpForm('hotel-42', SECRETS['e-mail'], amount: 5, currency: 'EUR')), "\n";
echo json_encode(plantedState()), "\n";
echo json_encode(new CotpState('abc', CotpStatus::FormViewed, 'FormViewed')), "\n";
var_dump(unserialize('O:8:"CotpForm":1:{s:5:"phone";s:12:"+41441234567";}'));
var_dump(plantedRequest('https://localhost/api'));
?>
--EXPECTF--
form var_dump: clean
form var_dump in an array: clean
form print_r: clean
form var_export: clean
form debug_zval_dump: clean
form json_encode: clean
form (array): clean
form by phone var_dump: clean
form by phone var_dump in an array: clean
form by phone print_r: clean
form by phone var_export: clean
form by phone debug_zval_dump: clean
form by phone json_encode: clean
form by phone (array): clean
clone of a form var_dump: clean
clone of a form var_dump in an array: clean
clone of a form print_r: clean
clone of a form var_export: clean
clone of a form debug_zval_dump: clean
clone of a form json_encode: clean
clone of a form (array): clean
unserialized form var_dump: clean
unserialized form var_dump in an array: clean
unserialized form print_r: clean
unserialized form var_export: clean
unserialized form debug_zval_dump: clean
unserialized form json_encode: clean
unserialized form (array): clean
state var_dump: clean
state var_dump in an array: clean
state print_r: clean
state var_export: clean
state debug_zval_dump: clean
state json_encode: clean
state (array): clean
clone of a state var_dump: clean
clone of a state var_dump in an array: clean
clone of a state print_r: clean
clone of a state var_export: clean
clone of a state debug_zval_dump: clean
clone of a state json_encode: clean
clone of a state (array): clean
service var_dump: clean
service var_dump in an array: clean
service print_r: clean
service var_export: clean
service debug_zval_dump: clean
service json_encode: clean
service (array): clean
{"bookerId":"hotel-42","email":"***","phone":null,"callbackUrl":null,"cardUri":null,"recipientName":null,"bookerName":null,"language":"EN","css":null,"amount":5,"currency":"EUR","supportLink":null,"supportLinkText":null,"supportEmail":null,"supportPhone":null,"threeDs":null,"merchantName":null,"headerText":null,"footerText":null,"template":null,"extra":[]}
{"requestId":"abc","status":"CardStored","rawStatus":"CardStored","cardUri":"***","time":"2030-01-01T00:00:00","details":"***"}
{"requestId":"abc","status":"FormViewed","rawStatus":"FormViewed","cardUri":null,"time":null,"details":[]}
object(CotpForm)#%d (1) {
  ["phone"]=>
  string(3) "***"
}
object(CotpRequest)#%d (0) {
}
