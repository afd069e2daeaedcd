--TEST--
unserialize() refuses another version, unknown and missing keys, and whatever the constructor refuses
--EXTENSIONS--
cotp
--FILE--
<?php
require __DIR__ . '/values.inc';

/** Prints how unserialize() fails for a value whose data was changed. */
function attempt(object $value, array $changes, array $without = []): void
{
    $data = array_diff_key(array_replace($value->__serialize(), $changes), array_flip($without));
    $text = preg_replace('/^a:/', 'O:' . strlen($value::class) . ':"' . $value::class . '":', serialize($data));
    try {
        unserialize($text);
        echo "let through\n";
    } catch (Error $error) {
        echo $error::class, ': ', $error->getMessage(), "\n";
    }
}

$values = everyValue();
foreach (['form', 'state', 'destination', 'retention', 'callback', 'attempt', 'exception', 'callback exception'] as $what) {
    echo "$what\n";
    attempt($values[$what], ['version' => 2]);
    attempt($values[$what], ['version' => '1']);
    attempt($values[$what], [], ['version']);
    attempt($values[$what], ['unheardOf' => null]);
    attempt($values[$what], [5 => null]);
    attempt($values[$what], [], [array_key_last($values[$what]->__serialize())]);
}
echo "values\n";
$form = $values['form'];
foreach ([['phone' => null], ['phone' => 'x'], ['bookerId' => 5], ['bookerId' => ''], ['email' => 'guest@example.com'], ['amount' => 5.0], ['amount' => null],
    ['threeDs' => 1], ['headerText' => '4111111111111111'], ['extra' => null], ['extra' => ['x' => new ArrayObject()]], ['recipientName' => '*** 0123456789ab'],
    ['language' => null]] as $changes) {
    attempt($form, $changes);
}
foreach ([['status' => 'Brandnew'], ['status' => ''], ['status' => CotpStatus::CardStored], ['status' => 7], ['cardUri' => '***'], ['details' => 'x'], ['time' => 5]] as $changes) {
    attempt($values['state'], $changes);
}
foreach ([['quota' => 0], ['quota' => 51], ['type' => '..'], ['data' => null], ['usage' => -1], ['usage' => '1']] as $changes) {
    attempt($values['destination'], $changes);
}
foreach ([['until' => 'tomorrow'], ['until' => 5], ['untilTimezone' => 'Mars/Olympus'], ['untilTimezone' => null], ['deleteCard' => 1], ['destinations' => null],
    ['destinations' => ['x']], ['destinations' => [new CotpDestination('Owner')]], ['destinations' => [['version' => 1]]],
    ['destinations' => array_fill(0, 51, (new CotpDestination('Owner'))->__serialize())]] as $changes) {
    attempt($values['retention'], $changes);
}
attempt($values['callback'], ['reference' => null]);
attempt($values['attempt'], ['total' => '1.5']);
attempt($values['attempt'], ['total' => 1]);
foreach ([['outcome' => 'Brandnew'], ['outcome' => null], ['retryAfter' => 'x'], ['message' => null], ['previous' => 'x'], ['trace' => null], ['code' => []],
    ['properties' => ['unheardOf' => 1]], ['properties' => ["\0Other\0note" => 1]], ['properties' => [1]]] as $changes) {
    attempt($values['exception'], $changes);
}
attempt($values['callback exception'], ['properties' => ['reason' => 5]]);
attempt($values['callback exception'], ['properties' => []]);
?>
--EXPECT--
form
ValueError: CotpForm::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpForm::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpForm::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpForm::__unserialize(): Argument #1 ($serialized) must contain only keys of version 1
ValueError: CotpForm::__unserialize(): Argument #1 ($serialized) must contain only keys of version 1
ValueError: CotpForm::__unserialize(): Argument #1 ($serialized) must contain the key "extra"
state
ValueError: CotpState::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpState::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpState::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpState::__unserialize(): Argument #1 ($serialized) must contain only keys of version 1
ValueError: CotpState::__unserialize(): Argument #1 ($serialized) must contain only keys of version 1
ValueError: CotpState::__unserialize(): Argument #1 ($serialized) must contain the key "details"
destination
ValueError: CotpDestination::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpDestination::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpDestination::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpDestination::__unserialize(): Argument #1 ($serialized) must contain only keys of version 1
ValueError: CotpDestination::__unserialize(): Argument #1 ($serialized) must contain only keys of version 1
ValueError: CotpDestination::__unserialize(): Argument #1 ($serialized) must contain the key "usage"
retention
ValueError: CotpRetention::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpRetention::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpRetention::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpRetention::__unserialize(): Argument #1 ($serialized) must contain only keys of version 1
ValueError: CotpRetention::__unserialize(): Argument #1 ($serialized) must contain only keys of version 1
ValueError: CotpRetention::__unserialize(): Argument #1 ($serialized) must contain the key "destinations"
callback
ValueError: CotpCallback::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpCallback::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpCallback::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpCallback::__unserialize(): Argument #1 ($serialized) must contain only keys of version 1
ValueError: CotpCallback::__unserialize(): Argument #1 ($serialized) must contain only keys of version 1
ValueError: CotpCallback::__unserialize(): Argument #1 ($serialized) must contain the key "time"
attempt
ValueError: CotpAttempt::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpAttempt::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpAttempt::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpAttempt::__unserialize(): Argument #1 ($serialized) must contain only keys of version 1
ValueError: CotpAttempt::__unserialize(): Argument #1 ($serialized) must contain only keys of version 1
ValueError: CotpAttempt::__unserialize(): Argument #1 ($serialized) must contain the key "key"
exception
ValueError: CotpException::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpException::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpException::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpException::__unserialize(): Argument #1 ($serialized) must contain only keys of version 1
ValueError: CotpException::__unserialize(): Argument #1 ($serialized) must contain only keys of version 1
ValueError: CotpException::__unserialize(): Argument #1 ($serialized) must contain the key "properties"
callback exception
ValueError: CotpException::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpException::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpException::__unserialize(): Argument #1 ($serialized) must have the key "version" with the value 1
ValueError: CotpException::__unserialize(): Argument #1 ($serialized) must contain only keys of version 1
ValueError: CotpException::__unserialize(): Argument #1 ($serialized) must contain only keys of version 1
ValueError: CotpException::__unserialize(): Argument #1 ($serialized) must contain the key "properties"
values
ValueError: CotpForm::__unserialize(): Argument #1 ($serialized) is invalid: $email must be set when $phone is null: the link is sent either by e-mail or by SMS
ValueError: CotpForm::__unserialize(): Argument #1 ($serialized) is invalid: $phone must be "+" or "00", the country code and the number, 7 to 15 digits, optionally with spaces, dots, hyphens, slashes or parentheses
TypeError: CotpForm::__unserialize(): Argument #1 ($serialized) is invalid: $bookerId must be of type string, int given
ValueError: CotpForm::__unserialize(): Argument #1 ($serialized) is invalid: $bookerId must not be empty
ValueError: CotpForm::__unserialize(): Argument #1 ($serialized) is invalid: $email must be null when $phone is set: the link is sent either by e-mail or by SMS
TypeError: CotpForm::__unserialize(): Argument #1 ($serialized) is invalid: $amount must be of type string|int|null, float given
ValueError: CotpForm::__unserialize(): Argument #1 ($serialized) is invalid: $amount must be set when $currency is set
TypeError: CotpForm::__unserialize(): Argument #1 ($serialized) is invalid: $threeDs must be of type ?bool, int given
ValueError: CotpForm::__unserialize(): Argument #1 ($serialized) is invalid: $headerText must not contain a card number: the guest enters the card in PCI Booking's form
TypeError: CotpForm::__unserialize(): Argument #1 ($serialized) is invalid: $extra must be of type array, null given
TypeError: CotpForm::__unserialize(): Argument #1 ($serialized) is invalid: $extra must contain only null, booleans, numbers, strings, arrays and stdClass objects
ValueError: CotpForm::__unserialize(): Argument #1 ($serialized) is invalid: $recipientName must not begin with "***", which dumps and listings show in place of the real value
TypeError: CotpForm::__unserialize(): Argument #1 ($serialized) is invalid: $language must be of type string, null given
ValueError: CotpState::__unserialize(): Argument #1 ($serialized) is invalid: $status must be the name of a known case
ValueError: CotpState::__unserialize(): Argument #1 ($serialized) is invalid: $status must be the name of a known case
ValueError: CotpState::__unserialize(): Argument #1 ($serialized) is invalid: $status must be the name of a known case
ValueError: CotpState::__unserialize(): Argument #1 ($serialized) is invalid: $status must be the name of a known case
ValueError: CotpState::__unserialize(): Argument #1 ($serialized) is invalid: $cardUri must not begin with "***", which dumps and listings show in place of the real value
TypeError: CotpState::__unserialize(): Argument #1 ($serialized) is invalid: $details must be of type array, string given
TypeError: CotpState::__unserialize(): Argument #1 ($serialized) is invalid: $time must be of type ?string, int given
ValueError: CotpDestination::__unserialize(): Argument #1 ($serialized) is invalid: $quota must be between 1 and 50 (between 1 and 5 for GeneralProperty)
ValueError: CotpDestination::__unserialize(): Argument #1 ($serialized) is invalid: $quota must be between 1 and 50 (between 1 and 5 for GeneralProperty)
ValueError: CotpDestination::__unserialize(): Argument #1 ($serialized) is invalid: $type must not consist of dots, because it becomes a path segment
TypeError: CotpDestination::__unserialize(): Argument #1 ($serialized) is invalid: $data must be of type string, null given
ValueError: CotpDestination::__unserialize(): Argument #1 ($serialized) is invalid: $usage must be greater than or equal to 0
TypeError: CotpDestination::__unserialize(): Argument #1 ($serialized) is invalid: $usage must be of type ?int, string given
ValueError: CotpRetention::__unserialize(): Argument #1 ($serialized) is invalid: $until must be a time in seconds with microseconds, and a time zone
ValueError: CotpRetention::__unserialize(): Argument #1 ($serialized) is invalid: $until must be a time in seconds with microseconds, and a time zone
ValueError: CotpRetention::__unserialize(): Argument #1 ($serialized) is invalid: $until must be a time in seconds with microseconds, and a time zone
ValueError: CotpRetention::__unserialize(): Argument #1 ($serialized) is invalid: $until must be a time in seconds with microseconds, and a time zone
TypeError: CotpRetention::__unserialize(): Argument #1 ($serialized) is invalid: $deleteCard must be of type bool, int given
TypeError: CotpRetention::__unserialize(): Argument #1 ($serialized) is invalid: $destinations must be of type array
TypeError: CotpRetention::__unserialize(): Argument #1 ($serialized) is invalid: $destinations must contain only arrays
TypeError: CotpRetention::__unserialize(): Argument #1 ($serialized) is invalid: $destinations must contain only arrays
ValueError: CotpRetention::__unserialize(): Argument #1 ($serialized) must contain the key "type"
ValueError: CotpRetention::__unserialize(): Argument #1 ($serialized) is invalid: $destinations must contain at most 50 destinations
TypeError: CotpCallback::__unserialize(): Argument #1 ($serialized) is invalid: $reference must be of type string, null given
TypeError: CotpAttempt::__unserialize(): Argument #1 ($serialized) is invalid: $total must be of type float, string given
let through
ValueError: CotpException::__unserialize(): Argument #1 ($serialized) is invalid: $outcome must be the name of a known case
ValueError: CotpException::__unserialize(): Argument #1 ($serialized) is invalid: $outcome must be the name of a known case
TypeError: CotpException::__unserialize(): Argument #1 ($serialized) is invalid: $retryAfter must be of type ?float, string given
TypeError: CotpException::__unserialize(): Argument #1 ($serialized) must contain a value of type string for the key "message"
TypeError: CotpException::__unserialize(): Argument #1 ($serialized) must contain null or a Throwable for the key "previous"
TypeError: CotpException::__unserialize(): Argument #1 ($serialized) must contain a value of type array for the key "trace"
TypeError: CotpException::__unserialize(): Argument #1 ($serialized) must contain a value of type int for the key "code"
ValueError: CotpException::__unserialize(): Argument #1 ($serialized) must contain only properties of the class
ValueError: CotpException::__unserialize(): Argument #1 ($serialized) must contain only properties of the class
ValueError: CotpException::__unserialize(): Argument #1 ($serialized) must contain only properties of the class
TypeError: Cannot assign int to property CotpCallbackException::$reason of type string
ValueError: CotpException::__unserialize(): Argument #1 ($serialized) must contain the property "reason"
