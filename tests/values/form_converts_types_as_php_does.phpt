--TEST--
CotpForm converts scalar arguments as PHP does, keeps an integer amount an integer, and refuses a float
--EXTENSIONS--
cotp
--FILE--
<?php
$form = new CotpForm(42, 'guest@example.com', amount: 120, currency: 'EUR', threeDs: 0);
var_dump($form->bookerId, $form->amount, $form->threeDs);
var_dump((new CotpForm('h', 'guest@example.com', amount: null))->amount);
var_dump((new CotpForm('h', 'guest@example.com', amount: '120', currency: 'EUR'))->amount);

foreach ([['bookerId' => []], ['email' => new stdClass()], ['extra' => 'x'], ['amount' => [], 'currency' => 'EUR'], ['amount' => 120.0, 'currency' => 'EUR'], ['amount' => 12.5, 'currency' => 'EUR'], ['threeDs' => []]] as $wrong) {
    try {
        new CotpForm(...$wrong + ['bookerId' => 'h', 'email' => 'guest@example.com']);
    } catch (TypeError $error) {
        echo $error->getMessage(), "\n";
    }
}
eval('declare(strict_types=1);
    foreach ([12.5, 12.0, true, []] as $amount) {
        try {
            new CotpForm("h", "guest@example.com", amount: $amount, currency: "EUR");
        } catch (TypeError $error) {
            echo $error->getMessage(), "\n";
        }
    }');
try {
    new CotpForm();
} catch (ArgumentCountError $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECTF--
string(2) "42"
int(120)
bool(false)
NULL
string(3) "120"
CotpForm::__construct(): Argument #1 ($bookerId) must be of type string, array given
CotpForm::__construct(): Argument #2 ($email) must be of type ?string, stdClass given
CotpForm::__construct(): Argument #21 ($extra) must be of type array, string given
CotpForm::__construct(): Argument #10 ($amount) must be of type string|int|null, array given
CotpForm::__construct(): Argument #10 ($amount) must be of type string|int|null, float given
CotpForm::__construct(): Argument #10 ($amount) must be of type string|int|null, float given
CotpForm::__construct(): Argument #16 ($threeDs) must be of type ?bool, array given
CotpForm::__construct(): Argument #10 ($amount) must be of type string|int|null, float given
CotpForm::__construct(): Argument #10 ($amount) must be of type string|int|null, float given
CotpForm::__construct(): Argument #10 ($amount) must be of type string|int|null, %s given
CotpForm::__construct(): Argument #10 ($amount) must be of type string|int|null, array given
CotpForm::__construct() expects at least 1 argument, 0 given
