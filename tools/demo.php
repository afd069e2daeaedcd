<?php
// SPDX-License-Identifier: BSD-3-Clause
/*
 * The steps of tools/demo. Each shows the PHP code that it runs, and the result.
 * With --serve, it only starts the booking site and the sandbox, for you to click through.
 */
declare(strict_types=1);

require __DIR__ . '/../tests/lib/Browser.inc';
require __DIR__ . '/../tests/lib/Server.inc';

const SITE = __DIR__ . '/../examples/booking-site';

/** Runs PHP code, shows it with its result, and fails unless the result is the expected one. */
function step(string $title, string $code, array $variables, ?Closure $holds = null): mixed
{
    static $number = 0;
    printf("\n%d. %s\n", ++$number, $title);
    foreach (explode("\n", trim($code)) as $line) {
        echo "   php > $line\n";
    }
    $result = (static function (string $__code, array $__variables): mixed {
        extract($__variables);
        return eval($__code);
    })($code, $variables);
    if ($result !== null) {
        echo preg_replace('~^~m', '   ', rtrim(print_r($result, true))), "\n";
    }
    if ($holds && !$holds($result)) {
        throw new RuntimeException("step $number did not give the expected result");
    }
    return $result;
}

function note(string $text): void
{
    echo "   -- $text\n";
}

/** The link of the newest message. */
function newestLink(Server $sandbox): string
{
    return json_decode(Browser::open("$sandbox->url/outbox.json")[1], true, 16, JSON_THROW_ON_ERROR)[0]['link'];
}

function fill(string $link, array $fields): void
{
    [$status, $page] = Browser::open($link);
    $status === 200 && str_contains($page, 'SANDBOX') or throw new RuntimeException("the form responded with HTTP $status");
    note("the guest opens $link");
    [$status] = Browser::open($link, $fields);
    $status === 303 or throw new RuntimeException("the form took the card with $status, not 303");
    note('the guest fills it in and submits it');
}

/** The callback for $reference with $status, as the site's callback endpoint verified and stored it. */
function callback(PDO $database, string $reference, CotpStatus $status): array
{
    $stored = $database->prepare('SELECT reference, request_id, raw_status FROM cotp_ledger_inbox WHERE reference = ? AND raw_status = ?');
    return await("callback $status->name", static function () use ($stored, $reference, $status): ?array {
        $stored->execute([$reference, $status->value]);
        return $stored->fetch(PDO::FETCH_ASSOC) ?: null;
    });
}

/** What an agent does at the booking site's desk, which then does the rest by itself. */
function askAtDesk(Server $sandbox, Server $site): void
{
    [, $page, $cookie] = Browser::open("$site->url/bookings/1");
    preg_match_all('~name="(csrf|replaces|kind)" value="([^"]+)"~', $page, $match);
    [$status] = Browser::open("$site->url/bookings/1/ask", array_combine($match[1], $match[2]) + ['channel' => 'email'], $cookie);
    $status === 303 or throw new RuntimeException("the desk responded with HTTP $status");
    note("the agent requests the card at $site->url/bookings/1");
    fill(newestLink($sandbox), CARD);
    $kept = await('the desk shows the card', static fn (): ?string => preg_match(
        '~Card stored.*kept until</dt><dd>(\d[^<]+)~s', Browser::open("$site->url/bookings/1/live", [], $cookie)[1], $match,
    ) ? $match[1] : null);
    note("the desk shows \"Card stored\", and the security code is kept until $kept");
}

/** @return array<string, mixed> what the further steps use */
function firstCard(Server $sandbox, Server $site, PDO $database, string $secret): array
{
    $cotp = new CotpRequest('demo-key', baseUri: "$sandbox->url/api");
    $callbacks = new CotpCallbackVerifier(['2026-11' => $secret]);
    $reference = bin2hex(random_bytes(16));     // the site's callback endpoint stores only references of this form
    $shared = compact('cotp', 'callbacks', 'site', 'reference');
    note("the sandbox is $sandbox->url, the booking site $site->url");

    step('Is the key good?', 'return $cotp->authenticate();', $shared, fn ($good) => $good === true);

    $id = step('Send the form to a guest by e-mail', <<<'PHP'
        $form = new CotpForm(
            bookerId: 'hotel-42',
            email: 'guest@example.com',
            callbackUrl: $callbacks->url("$site->url/callback.php", $reference),
            amount: '120.00',
            currency: 'EUR',
        );
        return $cotp->send($form);
        PHP, $shared, fn ($id) => is_string($id));

    fill(newestLink($sandbox), CARD);
    $event = callback($database, $reference, CotpStatus::CardStored);
    note("the callback arrived and was verified: {$event['reference']} is {$event['raw_status']}");
    $event['request_id'] === $id or throw new RuntimeException('the callback is about a different request');

    $state = step('Retrieve the actual state', 'return $cotp->retrieve($id);', $shared + compact('id'),
        fn ($state) => $state->status === CotpStatus::CardStored && $state->cardUri !== null);
    note("the token, which dumps do not show: $state->cardUri");

    step('Set how long the security code is kept', <<<'PHP'
        $cotp->setRetention($state->cardUri, new CotpRetention(
            until: new DateTimeImmutable('+7 days'),
            destinations: [new CotpDestination('HostName', 'payments.example', quota: 2)],
        ));
        return $cotp->getRetention($state->cardUri);
        PHP, $shared + compact('state'), fn ($policy) => $policy->destinations[0]->usage === 0 && $policy->until > new DateTimeImmutable('+6 days'));
    return $shared + compact('state');
}

function furtherSteps(Server $sandbox, Server $site, array $shared): void
{
    $state = $shared['state'];
    $second = step('Send another by SMS, and cancel it', <<<'PHP'
        $second = $cotp->send(new CotpForm(bookerId: 'hotel-42', phone: '+34 600 111 222'));
        $cotp->delete($second);
        return $second;
        PHP, $shared, fn ($second) => is_string($second));
    [, $page] = Browser::open(newestLink($sandbox));
    str_contains($page, 'Link Expired') or throw new RuntimeException('the canceled link does not say "Link Expired"');
    note('the guest opens the canceled link: "Link Expired"');

    $third = step('Ask for the security code of the stored card', <<<'PHP'
        return $cotp->send(new CotpForm(bookerId: 'hotel-42', email: 'guest@example.com', cardUri: $state->cardUri));
        PHP, $shared, fn ($third) => is_string($third));
    fill(newestLink($sandbox), ['security_code' => '456']);

    step('The card has a new token; the original is deleted', <<<'PHP'
        $renewed = $cotp->retrieve($third);
        $cotp->deleteCard($state->cardUri);
        return [$renewed->status->name, 'a new token' => $renewed->cardUri !== $state->cardUri];
        PHP, $shared + compact('third'), fn ($result) => $result === ['CardStored', 'a new token' => true]);

    step('An exception reports the outcome', <<<'PHP'
        try {
            $cotp->getRetention($state->cardUri);
        } catch (CotpException $exception) {
            return [get_class($exception), $exception->outcome->name, $exception->getMessage()];
        }
        PHP, $shared, fn ($result) => $result[0] === CotpNotFoundException::class && $result[1] === 'Answered');

    echo "\nThe same at the booking site, where the callback and a worker do all of this\n";
    askAtDesk($sandbox, $site);
}

/** @return array{Server, Server} the booking site and its worker */
function startSite(Server $sandbox, string $folder, string $dsn, string $secret): array
{
    $php = [PHP_BINARY, '-d', 'extension=' . dirname(__DIR__) . '/out/demo/modules/cotp.so', '-d', 'display_errors=stderr'];
    $environment = [
        'PCIBOOKING_API_KEY' => 'demo-key',
        'PCIBOOKING_BASE_URI' => "$sandbox->url/api",
        'COTP_CALLBACK_SECRET' => '2026-11:' . base64_encode($secret),
        'LEDGER_SECRET' => base64_encode(random_bytes(32)),
        'DATABASE_DSN' => $dsn,
        'PHP_CLI_SERVER_WORKERS' => '4',        // a callback is taken while the desk still waits for its send
    ];
    $setup = proc_open([...$php, SITE . '/setup.php', '--demo'], [], $pipes, null, $environment + getenv());
    proc_close($setup) === 0 or throw new RuntimeException("the site's database could not be created");
    $site = new Server([...$php, '-S', '127.0.0.1:0', '-t', SITE . '/public'], "$folder/site.log", $environment);
    return [$site, new Server([...$php, SITE . '/worker.php'], "$folder/worker.log", $environment, serves: false)];
}

/** Leaves all of it running until a signal ends the wait. */
function serve(Server $sandbox, Server $site): never
{
    echo <<<TEXT

        The booking site's desk  $site->url/
        The guests' messages     $sandbox->url/outbox
        The sandbox              $sandbox->url/

        Request a card at the desk, open the link in the guests' messages, enter 4111 1111 1111 1111 with any future date and any three digits, and watch the desk. Press Ctrl-C to stop everything.

        TEXT;
    while (true) {
        sleep(3600);
    }
}

final class Stopped extends Exception
{
}

pcntl_async_signals(true);
foreach ([SIGINT, SIGTERM, SIGHUP] as $signal) {
    pcntl_signal($signal, static fn () => throw new Stopped());
}
$folder = sys_get_temp_dir() . '/cotp-demo-' . bin2hex(random_bytes(8));
mkdir($folder, 0700);
$secret = random_bytes(32);
$sandbox = $site = $worker = $database = null;
$isServing = ($argv[1] ?? '') === '--serve';
$status = 0;
try {
    $dsn = "sqlite:$folder/site.sqlite";
    $sandbox = new Server([PHP_BINARY, dirname(__DIR__) . '/bin/cotp-sandbox'], "$folder/sandbox.log");
    [$site, $worker] = startSite($sandbox, $folder, $dsn, $secret);
    $isServing && serve($sandbox, $site);
    $database = new PDO($dsn);
    furtherSteps($sandbox, $site, firstCard($sandbox, $site, $database, $secret));
    echo "\nAll steps succeeded.\n";
} catch (Stopped) {
    $status = $isServing ? 0 : 130;
    echo "\nStopped.\n";
} catch (Throwable $failure) {
    $status = 1;
    fprintf(STDERR, "\nFAILED: %s: %s\n", $failure::class, $failure->getMessage());
} finally {
    unset($worker, $site, $sandbox, $database);
    array_map('unlink', glob("$folder/*"));
    rmdir($folder);
}
exit($status);
