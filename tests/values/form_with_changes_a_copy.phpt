--TEST--
CotpForm::with() makes a changed copy, with the checks of the constructor
--EXTENSIONS--
cotp
--FILE--
<?php
$form = new CotpForm('hotel-42', 'guest@example.com', recipientName: 'Ada', amount: 5, currency: 'EUR', extra: ['Note' => 1]);
$copy = $form->with(email: null, phone: '+41441234567');
var_dump($form->email, $copy->email, $copy->phone, $copy->recipientName, $copy->amount, $copy->extra, $form->with() == $form, $form->with() !== $form);
$changes = ['threeDs' => true, 'extra' => []];
var_dump($form->with(...$changes)->threeDs, $form->with(...$changes)->extra, $form->with(bookerId: 7)->bookerId);

function attempt(Closure $what): void
{
    try {
        $what();
        echo "let through\n";
    } catch (Error $error) {
        echo $error::class, ': ', $error->getMessage(), "\n";
    }
}
attempt(fn () => $form->with(unheardOf: 1));
attempt(fn () => $form->with(...["email\0x" => 'other@example.com']));
attempt(fn () => $form->with('hotel-43'));
attempt(fn () => $form->with(email: 'nobody'));
attempt(fn () => $form->with(phone: '+41441234567'));
attempt(fn () => $form->with(recipientName: '***0123456789ab'));
attempt(fn () => $form->with(amount: 5.5));
attempt(fn () => $form->with(extra: 'x'));
attempt(fn () => (new ReflectionClass('CotpForm'))->newInstanceWithoutConstructor()->with(bookerId: 'b'));
attempt(eval('declare(strict_types=1); return fn () => $form->with(bookerId: "7", amount: null, currency: null);'));
?>
--EXPECTF--
string(17) "guest@example.com"
NULL
string(12) "+41441234567"
string(3) "Ada"
int(5)
array(1) {
  ["Note"]=>
  int(1)
}
bool(true)
bool(true)
bool(true)
array(0) {
}
string(1) "7"
Error: Unknown named parameter $unheardOf
Error: Unknown named parameter $email
ArgumentCountError: CotpForm::with() accepts only named arguments
ValueError: CotpForm::__construct(): Argument #2 ($email) must be a valid e-mail address, such as name@example.com
ValueError: CotpForm::__construct(): Argument #2 ($email) must be null when $phone is set: the link is sent either by e-mail or by SMS
ValueError: CotpForm::__construct(): Argument #6 ($recipientName) must not begin with "***", which dumps and listings show in place of the real value
TypeError: CotpForm::__construct(): Argument #10 ($amount) must be of type string|int|null, float given
TypeError: CotpForm::__construct(): Argument #%d ($extra) must be of type array, string given
Error: CotpForm::$bookerId must be initialized with a value of its declared type
let through
