--TEST--
CotpDestination keeps valid values and refuses invalid ones
--EXTENSIONS--
cotp
--FILE--
<?php
$good = new CotpDestination('HostName', 'api.example.com', 50, 3);
var_dump($good->type, $good->data, $good->quota, $good->usage);
$good = new CotpDestination('Owner');
var_dump($good->data, $good->quota, $good->usage);
$good = new CotpDestination('BrandNewType', 'x', 5);

$bad = [
    ['type' => ''],
    ['type' => '..'],
    ['type' => "Host\nName"],
    ['type' => 'HostName', 'data' => '..'],
    ['type' => 'HostName', 'data' => "a\0b"],
    ['type' => 'HostName', 'data' => 'x', 'quota' => 0],
    ['type' => 'HostName', 'data' => 'x', 'quota' => 51],
    ['type' => 'GeneralProperty', 'data' => 'x', 'quota' => 6],
    ['type' => 'Owner', 'usage' => -1],
];
foreach ($bad as $arguments) {
    try {
        new CotpDestination(...$arguments);
        echo json_encode($arguments), " was let through\n";
    } catch (ValueError $error) {
        echo $error->getMessage(), "\n";
    }
}
?>
--EXPECTF--
string(8) "HostName"
string(15) "api.example.com"
int(50)
int(3)
string(0) ""
int(1)
NULL
CotpDestination::__construct(): Argument #1 ($type) must %s
CotpDestination::__construct(): Argument #1 ($type) must %s
CotpDestination::__construct(): Argument #1 ($type) must %s
CotpDestination::__construct(): Argument #2 ($data) must %s
CotpDestination::__construct(): Argument #2 ($data) must %s
CotpDestination::__construct(): Argument #3 ($quota) must %s
CotpDestination::__construct(): Argument #3 ($quota) must %s
CotpDestination::__construct(): Argument #3 ($quota) must %s
CotpDestination::__construct(): Argument #4 ($usage) must be greater than or equal to 0
