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

foreach ([['amount' => 120.0], ['amount' => 12.5], ['amount' => 129.95]] as $wrong) {
    try {
        new CotpForm(...$wrong + ['currency' => 'EUR', 'bookerId' => 'h', 'email' => 'guest@example.com']);
    } catch (TypeError $error) {
        echo $error->getMessage(), "\n";
    }
}
eval('declare(strict_types=1);
    foreach ([12.5, 12.0] as $amount) {
        try {
            new CotpForm("h", "guest@example.com", amount: $amount, currency: "EUR");
        } catch (TypeError $error) {
            echo $error->getMessage(), "\n";
        }
    }');
?>
--EXPECT--
string(2) "42"
int(120)
bool(false)
NULL
string(3) "120"
CotpForm::__construct(): Argument #10 ($amount) must be of type string|int|null, float given
CotpForm::__construct(): Argument #10 ($amount) must be of type string|int|null, float given
CotpForm::__construct(): Argument #10 ($amount) must be of type string|int|null, float given
CotpForm::__construct(): Argument #10 ($amount) must be of type string|int|null, float given
CotpForm::__construct(): Argument #10 ($amount) must be of type string|int|null, float given
