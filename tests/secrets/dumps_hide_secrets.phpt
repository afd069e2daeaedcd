--TEST--
No dump, cast or export of a form, a state or the service shows a secret
--EXTENSIONS--
cotp
--FILE--
<?php
require __DIR__ . '/secrets.inc';

$objects = [
    'form' => plantedForm(),
    'form by phone' => plantedForm(true),
    'clone of a form' => clone plantedForm(),
    'unserialized form' => unserialize(serialize(plantedForm())),
    'state' => plantedState(),
    'clone of a state' => clone plantedState(),
    'unserialized state' => unserialize(serialize(plantedState())),
    'changed form' => plantedForm()->with(bookerName: 'other'),
    'service' => plantedRequest('https://localhost/api', proxy: plantedProxy(1), observer: fn ($attempt) => null),
];
foreach ($objects as $what => $object) {
    searchDumps($what, $object);
    searchListings($what, $object);
}

// Values that are not secret are shown, and null is shown as null.
echo json_encode(new CotpForm('hotel-42', SECRETS['e-mail'], amount: 5, currency: 'EUR')), "\n";
echo json_encode(plantedState()), "\n";
echo json_encode(new CotpState('abc', CotpStatus::FormViewed, 'FormViewed')), "\n";
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
form get_object_vars: clean
form get_mangled_object_vars: clean
form foreach: clean
form foreach by reference: clean
form http_build_query: clean
form array_walk: clean
form ArrayObject: clean
form by phone var_dump: clean
form by phone var_dump in an array: clean
form by phone print_r: clean
form by phone var_export: clean
form by phone debug_zval_dump: clean
form by phone json_encode: clean
form by phone (array): clean
form by phone get_object_vars: clean
form by phone get_mangled_object_vars: clean
form by phone foreach: clean
form by phone foreach by reference: clean
form by phone http_build_query: clean
form by phone array_walk: clean
form by phone ArrayObject: clean
clone of a form var_dump: clean
clone of a form var_dump in an array: clean
clone of a form print_r: clean
clone of a form var_export: clean
clone of a form debug_zval_dump: clean
clone of a form json_encode: clean
clone of a form (array): clean
clone of a form get_object_vars: clean
clone of a form get_mangled_object_vars: clean
clone of a form foreach: clean
clone of a form foreach by reference: clean
clone of a form http_build_query: clean
clone of a form array_walk: clean
clone of a form ArrayObject: clean
unserialized form var_dump: clean
unserialized form var_dump in an array: clean
unserialized form print_r: clean
unserialized form var_export: clean
unserialized form debug_zval_dump: clean
unserialized form json_encode: clean
unserialized form (array): clean
unserialized form get_object_vars: clean
unserialized form get_mangled_object_vars: clean
unserialized form foreach: clean
unserialized form foreach by reference: clean
unserialized form http_build_query: clean
unserialized form array_walk: clean
unserialized form ArrayObject: clean
state var_dump: clean
state var_dump in an array: clean
state print_r: clean
state var_export: clean
state debug_zval_dump: clean
state json_encode: clean
state (array): clean
state get_object_vars: clean
state get_mangled_object_vars: clean
state foreach: clean
state foreach by reference: clean
state http_build_query: clean
state array_walk: clean
state ArrayObject: clean
clone of a state var_dump: clean
clone of a state var_dump in an array: clean
clone of a state print_r: clean
clone of a state var_export: clean
clone of a state debug_zval_dump: clean
clone of a state json_encode: clean
clone of a state (array): clean
clone of a state get_object_vars: clean
clone of a state get_mangled_object_vars: clean
clone of a state foreach: clean
clone of a state foreach by reference: clean
clone of a state http_build_query: clean
clone of a state array_walk: clean
clone of a state ArrayObject: clean
unserialized state var_dump: clean
unserialized state var_dump in an array: clean
unserialized state print_r: clean
unserialized state var_export: clean
unserialized state debug_zval_dump: clean
unserialized state json_encode: clean
unserialized state (array): clean
unserialized state get_object_vars: clean
unserialized state get_mangled_object_vars: clean
unserialized state foreach: clean
unserialized state foreach by reference: clean
unserialized state http_build_query: clean
unserialized state array_walk: clean
unserialized state ArrayObject: clean
changed form var_dump: clean
changed form var_dump in an array: clean
changed form print_r: clean
changed form var_export: clean
changed form debug_zval_dump: clean
changed form json_encode: clean
changed form (array): clean
changed form get_object_vars: clean
changed form get_mangled_object_vars: clean
changed form foreach: clean
changed form foreach by reference: clean
changed form http_build_query: clean
changed form array_walk: clean
changed form ArrayObject: clean
service var_dump: clean
service var_dump in an array: clean
service print_r: clean
service var_export: clean
service debug_zval_dump: clean
service json_encode: clean
service (array): clean
service get_object_vars: clean
service get_mangled_object_vars: clean
service foreach: clean
service foreach by reference: clean
service http_build_query: clean
service array_walk: clean
service ArrayObject: clean
{"bookerId":"hotel-42","email":"***","phone":null,"callbackUrl":null,"cardUri":null,"recipientName":null,"bookerName":null,"language":"EN","css":null,"amount":5,"currency":"EUR","supportLink":null,"supportLinkText":null,"supportEmail":null,"supportPhone":null,"threeDs":null,"merchantName":null,"headerText":null,"footerText":null,"template":null,%S"extra":[]}
{"requestId":"abc","status":"CardStored","rawStatus":"CardStored","cardUri":"***","time":"2030-01-01T00:00:00","details":"***"}
{"requestId":"abc","status":"FormViewed","rawStatus":"FormViewed","cardUri":null,"time":null,"details":[]}
object(CotpRequest)#%d (0) {
}
