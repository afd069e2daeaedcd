--TEST--
An array cast tells values apart by a digest that is this process's own; ==, clone and single properties use the real values
--EXTENSIONS--
cotp
--FILE--
<?php
require __DIR__ . '/secrets.inc';

$form = plantedForm();
$other = $form->with(email: 'another.guest@example.com');
$extra = $form->with(extra: ['Note' => ['inside' => 'another']]);
foreach (['email', 'callbackUrl', 'cardUri', 'recipientName', 'extra'] as $name) {
    echo "$name: ", preg_match('/^\*\*\* [0-9a-f]{12}$/D', ((array) $form)[$name]) ? 'a digest' : ((array) $form)[$name], "\n";
}
echo 'state: ', preg_match('/^\*\*\* [0-9a-f]{12}$/D', ((array) plantedState())['details']), "\n";
var_dump((array) $form === (array) plantedForm(), (array) $form === (array) clone $form);
var_dump((array) $form === (array) $other, (array) $form === (array) $extra);
var_dump(array_keys(array_diff_assoc((array) $form, (array) $other)), array_keys(array_diff_assoc((array) $form, (array) $extra)));
var_dump(count(array_unique([1 => ((array) $form)['email'], ((array) $form->with(recipientName: SECRETS['e-mail']))['recipientName']])));
try {
    $form->with(recipientName: ((array) $form)['recipientName']);
} catch (ValueError $error) {
    echo $error->getMessage(), "\n";
}

// Listings that were made before change nothing.
foreach ([$form, $other] as $one) {
    get_object_vars($one);
    foreach ($one as $value) {
    }
}
var_dump($form == plantedForm(), $form == $other, $form == $extra, clone $form == $form, (clone $form)->email === SECRETS['e-mail']);
var_dump((new ReflectionProperty('CotpForm', 'email'))->getValue($form) === SECRETS['e-mail']);
var_dump(unserialize(serialize($form)) == $form);
var_dump(in_array($other, [$form]), in_array(plantedForm(), [$form]));

/** What a PHP of its own shows. */
function child(string $code): string
{
    $command = [PHP_BINARY, '-n', '-d', 'extension=' . ini_get('extension_dir') . '/cotp.' . PHP_SHLIB_SUFFIX, '-r',
        'require ' . var_export(__DIR__ . '/secrets.inc', true) . ";$code"];
    return (string) shell_exec(implode(' ', array_map(escapeshellarg(...), $command)));
}
var_dump(child('echo ((array) plantedForm())["email"];') !== ((array) $form)['email']);

// A child of a fork generates its own key, before and after its parent did.
if (!function_exists('pcntl_fork')) {
    echo "not compared: no ext-pcntl\n";
    exit;
}
$file = tempnam(sys_get_temp_dir(), 'cotp');
$pid = pcntl_fork();
if ($pid === 0) {
    file_put_contents($file, ((array) $form)['email']);
    exec('kill -9 ' . getmypid()); // without PHP's end, which would print again
}
pcntl_waitpid($pid, $status);
echo preg_match('/^\*\*\* [0-9a-f]{12}$/D', file_get_contents($file)) ? '' : "no digest\n";
echo file_get_contents($file) === ((array) $form)['email'] ? "the parent's key\n" : "a key of its own\n";
unlink($file);
?>
--EXPECTREGEX--
email: a digest
callbackUrl: a digest
cardUri: a digest
recipientName: a digest
extra: a digest
state: 1
bool\(true\)
bool\(true\)
bool\(false\)
bool\(false\)
array\(1\) \{
  \[0\]=>
  string\(5\) "email"
\}
array\(1\) \{
  \[0\]=>
  string\(5\) "extra"
\}
int\(2\)
CotpForm::__construct\(\): Argument #6 \(\$recipientName\) must not begin with "\*\*\*", which dumps and listings show in place of the real value
bool\(true\)
bool\(false\)
bool\(false\)
bool\(true\)
bool\(true\)
bool\(true\)
bool\(true\)
bool\(false\)
bool\(true\)
bool\(true\)
(a key of its own|not compared: no ext-pcntl)
