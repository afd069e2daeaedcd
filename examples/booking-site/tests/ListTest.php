<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

use BookingSite\Bookings;
use BookingSite\ListPage;
use BookingSite\Search;
use Cotp\Ledger\Account;
use Cotp\Ledger\CotpSender;
use Cotp\Ledger\Ledger;
use CotpCallbackVerifier;
use CotpRequest;
use PHPUnit\Framework\Attributes\DataProvider;

/** The list of bookings: its search, its pages and its update. */
final class ListTest extends SiteTestCase
{
    private const COLUMNS = ['nights' => 2, 'language' => 'EN'] + Site::BOOKING;

    /** @return list<string> the guests of a page of the desk */
    private static function guests(Site $site, string $path): array
    {
        preg_match_all('~class="guest"><bdi>([^<]*)</bdi>~', $site->get($path)->require(200, $path)->body, $match);
        return array_map(static fn (string $guest): string => html_entity_decode($guest, ENT_QUOTES | ENT_HTML5), $match[1]);
    }

    /** @return list<string> the guests that a search finds */
    private static function found(Site $site, string $query): array
    {
        return self::guests($site, '/?q=' . rawurlencode($query));
    }

    /** Returns where a link of a page leads. */
    private static function link(string $page, string $rel): ?string
    {
        return preg_match("~<a rel=\"$rel\" href=\"([^\"]+)\"~", $page, $match) === 1 ? html_entity_decode($match[1]) : null;
    }

    #[DataProvider('databases')]
    public function testABookingIsFoundByNameEmailPhoneAndNumber(string $database): void
    {
        $site = Lab::on($database)->site();
        $ada = $site->book(['email' => 'ada.king@lovelace.example']);
        $site->book(['guest' => 'Øyvind Strauß', 'email' => 'post@fjord.example', 'phone' => '0047 22 33 44 55']);
        $site->book(['guest' => 'نجيب محفوظ', 'email' => 'n.m@cairo.example', 'phone' => '+20 2 7777 1234']);
        $site->book(['guest' => "Anne-Marie O'Brien", 'email' => 'am@example.com', 'phone' => '']);
        $expected = [
            'Ada Lovelace' => ['ada', 'LOVE', 'love ada', 'ada.k', 'king@love', 'lovelace.example', '+44 1632', '01632 960003', '+44 (0)1632', '960003', '0044', "#$ada", " $ada "],
            'Øyvind Strauß' => ['øYV', 'STRAUSS', 'strauß', '2233', '(22) 33'],
            'نجيب محفوظ' => ['محفوظ', '77771234'],
            "Anne-Marie O'Brien" => ['marie', 'BRIEN', "o'b", 'anne-m'],
        ];
        foreach ($expected as $guest => $queries) {
            foreach ($queries as $query) {
                self::assertContains($guest, self::found($site, $query), $query);
            }
        }
        $site->book(['guest' => 'Hotel 007 O’Hara', 'email' => 'h@example.com', 'phone' => '']);
        foreach (['007', "o'hara", 'o’hara', '00'] as $query) {
            self::assertSame($query === '00' ? [] : ['Hotel 007 O’Hara'], self::found($site, $query), "$query: as it was typed");
        }
        foreach (['ada', "#$ada", "$ada", '01632 960003', 'king@love', 'a ad ada lovelace 16 163 01632'] as $query) {
            self::assertSame(['Ada Lovelace'], self::found($site, $query), "$query: nobody else");
        }
        self::assertSame([], self::found($site, 'ada øyvind'), 'every word counts');
        self::assertSame([], self::found($site, 'velace'), 'not the middle of a word');
        self::assertSame([], self::found($site, 'oyvind'), 'accents count');
        self::assertCount(5, self::found($site, '  '), 'nothing was typed');
        self::assertSame(['Ada Lovelace'], self::found($site, 'xx lovelace 441632 960003 ada.king king@love 1632'), 'the six longest words count');
        self::assertSame([], self::found($site, 'xx lovelace 441632 960003 ada.king king@love'), 'all of six');
    }

    #[DataProvider('databases')]
    public function testASearchTakesEveryCharacterLiterally(string $database): void
    {
        $site = Lab::on($database)->site();
        $site->book(['guest' => '100% Wool_Ltd', 'email' => 'a_b@example.com']);
        $site->book(['guest' => '100x WoolxLtd', 'email' => 'axb@example.com']);
        self::assertSame(['100% Wool_Ltd'], self::found($site, '100%'));
        self::assertSame(['100% Wool_Ltd'], self::found($site, 'wool_'));
        self::assertSame(['100% Wool_Ltd'], self::found($site, 'a_b@'));
        foreach (['%', '_', '*', '\\', "'", '";--', "\u{10FFFF}", "q\0x", "\xff", '+', '()', '99999999999999999999999999', str_repeat('x y ', 200)] as $query) {
            self::assertSame([], self::found($site, $query), shown($query));
        }
        self::assertStringContainsString('<q><bdi>&lt;b&gt;</bdi></q>', $site->get('/?q=%3Cb%3E')->body, 'the page shows what was searched');
        foreach (['q[]=x', 'before=0', 'before=x', 'after=-1', 'before=99999999999999999999', 'after[]=1'] as $query) {
            self::assertCount(2, self::guests($site, "/?$query"), $query);
        }
    }

    #[DataProvider('databases')]
    public function testThePagesOfASearchShowEachBookingOnceInBothDirections(string $database): void
    {
        $site = Lab::on($database)->site();
        $bookings = new Bookings($site->database);
        for ($n = 1; $n <= 2 * Bookings::PAGE + 3; $n++) {
            $bookings->add(['guest' => "Guest $n"] + self::COLUMNS);
            $n % 40 !== 0 || $bookings->add(['guest' => "Other $n"] + self::COLUMNS);
        }
        $pages = [];
        $path = '/?q=guest';
        while ($path !== null) {
            $pages[$path] = self::guests($site, $path);
            $page = $site->get($path)->body;
            self::assertStringContainsString('data-live="/live' . htmlspecialchars(substr($path, 1)), $page, 'the update is about the same page');
            $older = self::link($page, 'next');
            $last = $path;
            $path = $older;
        }
        self::assertSame(array_map(static fn (int $n): string => "Guest $n", range(2 * Bookings::PAGE + 3, 1)), array_merge(...array_values($pages)));
        self::assertSame([50, 50, 3], array_map(count(...), array_values($pages)));
        self::assertNull(self::link($site->get('/?q=guest')->body, 'prev'), 'nothing is newer');
        $second = self::guests($site, (string) self::link($site->get('/')->body, 'next'));
        self::assertSame([50, []], [count($second), array_intersect($second, self::guests($site, '/'))], 'without a search');
        // A booking that comes in meanwhile moves nothing.
        $bookings->add(['guest' => 'Guest of today'] + self::COLUMNS);
        self::assertSame($pages[$last], self::guests($site, $last));
        $newer = self::link($site->get($last)->body, 'prev');
        self::assertSame(array_values($pages)[1], self::guests($site, (string) $newer));
        $newer = self::link($site->get((string) $newer)->body, 'prev');
        self::assertSame(array_values($pages)[0], self::guests($site, (string) $newer));
        $newer = self::link($site->get((string) $newer)->body, 'prev');
        self::assertSame(['Guest of today'], self::guests($site, (string) $newer));
        self::assertNull(self::link($site->get((string) $newer)->body, 'prev'));
    }

    #[DataProvider('databases')]
    public function testTheLinksOfAPageAreHonestAndEscaped(string $database): void
    {
        $site = Lab::on($database)->site();
        $bookings = new Bookings($site->database);
        for ($n = 1; $n <= Bookings::PAGE + 1; $n++) {
            $bookings->add(['guest' => '"><b>Ada'] + self::COLUMNS);
        }
        $page = $site->get('/?q=' . rawurlencode('"><b>'))->body;
        self::assertStringNotContainsString('"><b>', $page);
        self::assertSame('/?q=%22%3E%3Cb%3E&before=2', self::link($page, 'next'));
        self::assertCount(1, self::guests($site, '/?q=%22%3E%3Cb%3E&before=2'));
        self::assertNull(self::link($site->get('/?before=999')->body, 'prev'), 'nothing is newer');
        self::assertNull(self::link($site->get('/?after=1')->body, 'prev'), 'nothing is newer');
        self::assertSame('/?before=2', self::link($site->get('/?after=1')->body, 'next'));
        $site->database->run('DELETE FROM booking_term WHERE booking_id = 1');
        $site->database->run('DELETE FROM booking WHERE id = 1');
        self::assertNull(self::link($site->get('/?after=1')->body, 'next'), 'nothing is older');
        self::assertSame(self::guests($site, '/?after=30'), self::guests($site, '/?before=40&after=30'), 'of two places, one counts');
        self::assertStringContainsString('data-live="/live?after=30"', $site->get('/?before=40&after=30')->body);
    }

    #[DataProvider('databases')]
    public function testTheListNeedsAsManyQueriesForManyBookingsAsForOne(string $database): void
    {
        $site = Lab::on($database)->site();
        $counting = new CountingDatabase($site->environment['DATABASE_DSN']);
        $account = new Account(new CotpSender(new CotpRequest('any', 'http://127.0.0.1:1/api')), new CotpCallbackVerifier(['k1' => Site::SECRET]), 'http://localhost/');
        $page = new ListPage(new Bookings($counting), new Ledger($counting->open('ledger'), $account, Site::SECRET), 'token', ['q' => 'ada']);
        $counts = [];
        foreach ([1, 20] as $new) {
            for ($n = 1; $n <= $new; $n++) {
                $site->ask($site->book());
            }
            CountingPdo::$statements = 0;
            self::assertStringContainsString('Requested', $page->live()->html());
            $counts[] = CountingPdo::$statements;
        }
        self::assertSame($counts[0], $counts[1]);
        self::assertGreaterThan(1, $counts[0]);
    }

    #[DataProvider('databases')]
    public function testASearchReadsThroughAnIndex(string $database): void
    {
        $site = Lab::on($database)->site();
        $bookings = new Bookings($site->database);
        for ($n = 1; $n <= 300; $n++) {
            $bookings->add(['guest' => "Guest$n Name$n"] + self::COLUMNS);
        }
        [[$condition], $values] = Search::conditions('name299');
        self::assertSame([1, 6], [count(Search::conditions('0')[0]), count(Search::conditions('a b c d e f g')[0])]);
        $site->database->run('ANALYZE');
        $plan = $site->database->rows(
            ($site->database->isPostgres ? 'EXPLAIN ' : 'EXPLAIN QUERY PLAN ') . "SELECT * FROM booking WHERE $condition ORDER BY id DESC LIMIT 51", $values,
        );
        self::assertMatchesRegularExpression('/booking_term_pkey|SEARCH booking_term USING PRIMARY KEY \(term>\? AND term<\?\)/', (string) json_encode($plan), shown($plan));
    }

    #[DataProvider('databases')]
    public function testTheUpdateSaysWhetherAnythingHasChanged(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $booking = $site->book();
        foreach (['/live?q=ada', "/bookings/$booking/live"] as $path) {
            $tag = $site->get($path)->header('ETag');
            $ask = static fn (string $known): Reply => Http::get($site->url . $path, ["If-None-Match: $known", 'Cookie: ' . $site->cookie()]);
            self::assertSame([304, ''], [$ask($tag)->status, $ask($tag)->body], "$path: the same");
            self::assertSame(200, Http::get($site->url . $path, ["If-None-Match: W/\"other\""])->status, "$path: different");
            $other = Http::get($site->url . $path, ["If-None-Match: $tag"]);
            self::assertSame([200, true], [$other->status, preg_match('/ data-csrf="[0-9a-f]{32}"/', $other->body) === 1], "$path: a new session, which needs new tokens");
            self::assertStringContainsString('data-version="' . trim($tag, 'W/"') . '"', $ask('')->body, $path);
        }
        $tags = static fn (): array => [$site->get('/live')->header('ETag'), $site->get("/bookings/$booking/live")->header('ETag')];
        $before = $tags();
        self::assertSame('asked', $site->ask($booking));
        $asked = $tags();
        $site->awaitCallback($site->request($booking)['reference'], 'MessageQueued');
        $site->workAll();
        $queued = $tags();
        foreach ([0, 1] as $page) {
            self::assertCount(3, array_unique([$before[$page], $asked[$page], $queued[$page]]), "each step changes page $page");
        }
        $bookings = new Bookings($site->database);
        $bookings->note($booking, 'Something else');
        $noted = $tags()[1];
        self::assertNotSame($queued[1], $noted, 'the history');
        $site->database->run("UPDATE booking SET nights = 3 WHERE id = :id", ['id' => $booking]);
        self::assertNotSame($noted, $tags()[1], 'the booking');
    }

    #[DataProvider('databases')]
    public function testADatabaseOfAnOlderVersionIsUpdated(string $database): void
    {
        $site = Lab::on($database)->site();
        $booking = $site->book(['guest' => 'Ada Lovelace']);
        $site->database->run('DROP TABLE booking_term');
        $site->database->run('ALTER TABLE booking DROP COLUMN language');
        self::assertSame(500, $site->get('/?q=ada')->status, 'before');
        $count = 4001;          // more than four programs read at once
        $site->database->run("INSERT INTO booking (guest, email, phone, arrival, nights, amount, currency)
            WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $count)
            SELECT 'Guest', 'guest', '', '2030-01-02', 1, '1.00', 'EUR' FROM numbers");
        $setups = array_map(static fn (): Program => $site->program('setup.php'), [1, 2, 3]);         // at once
        foreach ($setups as $setup) {
            self::assertSame([0, ''], $setup->awaitEnd());
        }
        $site->php('setup.php');            // another time changes nothing
        self::assertSame($count + 1, $site->database->row('SELECT count(DISTINCT booking_id) AS number FROM booking_term')['number']);
        self::assertSame(['Ada Lovelace'], self::found($site, 'lovelace'));
        self::assertSame('EN', $site->database->row('SELECT language FROM booking WHERE id = :id', ['id' => $booking])['language']);
        self::assertSame('asked', $site->ask($booking));
    }

    #[DataProvider('databases')]
    public function testAFailedTransactionLeavesNothingAndTellsWhatFailed(string $database): void
    {
        $site = Lab::on($database)->site();
        $booking = $site->book();
        foreach (['' => 'first', 'ROLLBACK' => 'first, and the rollback fails'] as $sql => $case) {
            try {
                $site->database->transaction(static function () use ($site, $booking, $sql, $case): void {
                    (new Bookings($site->database))->note($booking, 'x');
                    $sql === '' || $site->database->run($sql);
                    throw new \RuntimeException($case);
                });
                self::fail('nothing was thrown');
            } catch (\RuntimeException $fault) {
                self::assertSame($case, $fault->getMessage());
            }
            self::assertSame(0, $site->database->row('SELECT count(*) AS number FROM event')['number'], $case);
        }
        self::assertSame('done', $site->database->transaction(static fn (): string => 'done'), 'the next one');
    }
}
