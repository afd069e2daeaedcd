--TEST--
An invalid entry in $wire is a ValueError that names the argument
--EXTENSIONS--
cotp
--FILE--
<?php
$bad = [
    ['no.such.key' => '/x'],
    ['/cardrequest'],
    ['send.path' => 1],
    ['send.path' => null],
    ['send.path' => ['/x']],
    ['send.path' => ''],
    ['send.path' => 'cardrequest'],
    ['send.path' => '//evil.example/x'],
    ['send.path' => '/a/../b'],
    ['send.path' => '/a?b'],
    ['send.path' => "/a\0b"],
    ['retrieve.path' => '/x/{unheardOf}'],
    ['retention.set.method' => 'TRACE'],
    ['form.email' => ''],
    ['form.email' => "a\nb"],
    ['form.email' => 'callbackurl'],
    ["send.path\0" => '/x'],
];
foreach ($bad as $wire) {
    try {
        new CotpRequest('key', wire: $wire);
        echo json_encode($wire), " was let through\n";
    } catch (ValueError $error) {
        if (!preg_match('/^CotpRequest::__construct\(\): Argument #9 \(\$wire\) (entry "[\w.]+" )?must /', $error->getMessage())) {
            echo $error->getMessage(), "\n";
        }
    }
}
$path = '/other';
new CotpRequest('key', wire: ['send.path' => &$path, 'form.email' => 'Mail', 'retention.set.method' => 'POST']);
echo "done\n";
?>
--EXPECT--
done
