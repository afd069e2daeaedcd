<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Testing;

use Cotp\Laravel\Configuration\Configuration;
use Cotp\Laravel\Configuration\InvalidConfiguration;
use Cotp\Laravel\CotpManager;
use Cotp\Ledger\Account;
use Cotp\Ledger\CotpSender;
use Cotp\Ledger\Ledger;
use Cotp\Ledger\Schema;
use Cotp\Ledger\Settings;
use Cotp\Ledger\WorkReport;
use Cotp\Testing\FakeCallback;
use Cotp\Testing\FakeCotp;
use CotpForm;
use CotpRequest;
use Illuminate\Contracts\Config\Repository;
use Illuminate\Contracts\Foundation\Application;
use Illuminate\Contracts\Http\Kernel;
use Illuminate\Http\Request;
use LogicException;
use PDO;
use RuntimeException;
use SensitiveParameter;

/**
 * What Cotp::fake() returns: the accounts of the site with fake clients, and an empty ledger in memory. It needs neither
 * configuration nor migrations.
 */
final class CotpFake extends CotpManager
{
    /** @var array<string, FakeCotp> */
    private array $fakes = [];

    public function __construct(Application $app)
    {
        class_exists(FakeCotp::class) || throw new LogicException('Cotp::fake() requires the package cotp/testing: composer require --dev cotp/testing');
        parent::__construct($app);
    }

    /** Returns the fake client of an account, to script outcomes and to play the guest. */
    public function client(string $account = 'default'): FakeCotp
    {
        $this->account($account);
        return $this->fakes[$account] ??= new FakeCotp();
    }

    /** The guest opens the newest link and stores a card, whose URI is returned. Then deliver() tells the site. */
    public function guestEntersCard(?string $requestId = null, string $account = 'default'): string
    {
        return $this->client($account)->guestEntersCard($requestId);
    }

    /** The next message is sent, but its response is lost. */
    public function loseNextResponse(string $account = 'default'): void
    {
        $this->client($account)->loseNextResponse();
    }

    /**
     * Posts the callbacks to the route of the site, as the service would, and lets the ledger process them.
     *
     * @return list<int> the HTTP status codes of the responses
     */
    public function deliver(): array
    {
        $statuses = [];
        foreach ($this->fakes as $fake) {
            foreach ($fake->takeCallbacks() as $callback) {
                $statuses[] = $this->post($callback);
            }
        }
        $this->work();
        return $statuses;
    }

    /** Posts one callback to the route of the site, and returns the HTTP status code of the response. */
    public function post(FakeCallback $callback): int
    {
        $kernel = $this->app->make(Kernel::class);
        $request = Request::create($callback->url, 'POST', server: ['CONTENT_TYPE' => 'application/json'], content: $callback->body);
        $before = $this->app->bound('request') ? $this->app->make('request') : null;
        $response = $kernel->handle($request);
        $kernel->terminate($request, $response);
        $before === null || $this->app->instance('request', $before);
        return $response->getStatusCode();
    }

    /** Lets the ledger do all that is due, as cotp:work does. */
    public function work(): WorkReport
    {
        return $this->with(static fn (Ledger $ledger): WorkReport => $ledger->work());
    }

    public function assertSentCount(int $expected, string $account = 'default'): void
    {
        Assertions::assertSentCount($expected, $this->client($account));
    }

    public function assertNothingSent(string $account = 'default'): void
    {
        $this->assertSentCount(0, $account);
    }

    /** Asserts that exactly one message was sent to the address or the phone number. */
    public function assertSentOnceTo(#[SensitiveParameter] string $recipient, string $account = 'default'): void
    {
        Assertions::assertSentOnceTo($recipient, $this->client($account));
    }

    /** @param callable(CotpForm): bool $matches */
    public function assertSentOnce(callable $matches, string $account = 'default'): void
    {
        Assertions::assertSentOnce($this->client($account), $matches);
    }

    public function reconnect(): void
    {
        // The ledger in memory has no connection that could be lost.
    }

    /** Fills in what a test does not configure. */
    public function configuration(): Configuration
    {
        $config = $this->app->make(Repository::class);
        $cotp = $config->get('cotp');
        $cotp = is_array($cotp) ? $cotp : throw new InvalidConfiguration('cotp', 'must be an array.');
        $accounts = is_array($cotp['accounts'] ?? null) ? $cotp['accounts'] : [];
        foreach ($accounts as $name => $account) {
            $account = is_array($account) ? $account : [];
            $account['callback_keys'] = ($account['callback_keys'] ?? '') ?: ['test' => hash('sha256', self::class . $name)];
            $accounts[$name] = $account;
        }
        $ledger = is_array($cotp['ledger'] ?? null) ? $cotp['ledger'] : [];
        $ledger['secret'] = ($ledger['secret'] ?? '') ?: hash('sha256', self::class);
        $ledger['vault_keys'] = ($ledger['vault_keys'] ?? '') ?: ['test' => base64_encode(hash('sha256', self::class, true))];
        $url = $config->get('app.url');
        return new Configuration(['accounts' => $accounts, 'ledger' => $ledger] + $cotp, is_string($url) && $url !== '' ? $url : 'http://localhost');
    }

    /** An account of the site's own AccountProvider gets a fake client too: nothing can be sent. */
    protected function ledgerAccount(string $name): Account
    {
        $own = $this->ownAccount($name);
        return $own === null ? parent::ledgerAccount($name)
            : new Account(new CotpSender($this->client($name)), $own->verifier, $own->callbackUrl, $own->name, $own->environment, $own->callbackLifetime);
    }

    protected function createClient(string $account): CotpRequest
    {
        return $this->client($account);
    }

    protected function connect(): PDO
    {
        if (!in_array('sqlite', PDO::getAvailableDrivers(), true)) {
            throw new RuntimeException('Cotp::fake() requires the PHP extension pdo_sqlite.');
        }
        $pdo = new PDO('sqlite::memory:');
        Schema::migrate($pdo);
        return $pdo;
    }

    /** A ledger in memory cannot be durable, and a test must not wait for the limit of look-ups. */
    protected function settings(): Settings
    {
        $settings = parent::settings();
        return new Settings(
            $settings->lease, $settings->firstLookUp, $settings->longestInterval, 100.0, $settings->waitingPerReference, $settings->attemptsPerCallback,
            checkDurability: false,
        );
    }
}
