"""The tables of the books, each whole in one step: constraints and indexes stand inside CreateModel, because adding
one later makes SQLite rebuild the table. Entries and postings are made by CreateFrozenTable."""

import django.db.models.deletion
from django.db import migrations, models

from commonwork.books.frozen_tables import CreateFrozenTable


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Book',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('chart', models.CharField(max_length=20, verbose_name='chart of accounts')),
                ('unit', models.CharField(default='USD', max_length=12, verbose_name='unit')),
                ('opened_on', models.DateField(verbose_name='opened on')),
                ('closed_until', models.DateField(blank=True, null=True, verbose_name='closed until')),
                ('head_seq', models.PositiveBigIntegerField(default=0, verbose_name='number of the last entry')),
                ('head_hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64, verbose_name='hash of the last entry')),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='book', to='registry.organisation')),
            ],
            options={
                'verbose_name': 'book',
                'verbose_name_plural': 'books',
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('kind', models.CharField(choices=[('asset', 'asset'), ('liability', 'liability'), ('equity', 'equity'), ('income', 'income'), ('expense', 'expense')], max_length=12, verbose_name='kind')),
                ('by', models.CharField(blank=True, default='', max_length=20, verbose_name='kept by')),
                ('unit', models.CharField(default='USD', max_length=12, verbose_name='unit')),
                ('book', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='books.book')),
            ],
            options={
                'verbose_name': 'account',
                'verbose_name_plural': 'accounts',
                'constraints': [models.UniqueConstraint(fields=('book', 'code'), name='account_once_a_book')],
            },
        ),
        migrations.CreateModel(
            name='Balance',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='balance', serialize=False, to='books.account')),
                ('amount_minor', models.BigIntegerField(default=0, verbose_name='balance')),
                ('floor_minor', models.BigIntegerField(blank=True, null=True, verbose_name='floor')),
                ('ceiling_minor', models.BigIntegerField(blank=True, null=True, verbose_name='ceiling')),
            ],
            options={
                'verbose_name': 'balance',
                'verbose_name_plural': 'balances',
                'constraints': [models.CheckConstraint(condition=models.Q(('floor_minor', None), ('amount_minor__gte', models.F('floor_minor')), _connector='OR'), name='balance_above_floor'), models.CheckConstraint(condition=models.Q(('ceiling_minor', None), ('amount_minor__lte', models.F('ceiling_minor')), _connector='OR'), name='balance_below_ceiling')],
            },
        ),
        CreateFrozenTable(
            name='Entry',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('seq', models.PositiveBigIntegerField(verbose_name='number')),
                ('effective_on', models.DateField(verbose_name='counts for')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('source', models.CharField(max_length=40, verbose_name='fact')),
                ('memo_hash', models.CharField(blank=True, default='', max_length=64, verbose_name='hash of the memo')),
                ('mirror', models.UUIDField(null=True, verbose_name='mirror')),
                ('is_closing', models.BooleanField(default=False, verbose_name='closes a year')),
                ('line_count', models.PositiveIntegerField(verbose_name='number of lines')),
                ('payload_hash', models.CharField(max_length=64, verbose_name='hash of what it says')),
                ('prev_hash', models.CharField(max_length=64, verbose_name='hash before')),
                ('hash', models.CharField(max_length=64, verbose_name='hash')),
                ('book', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='books.book')),
                ('reverses', models.OneToOneField(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='books.entry', verbose_name='reverses')),
            ],
            options={
                'verbose_name': 'entry',
                'verbose_name_plural': 'entries',
                'constraints': [models.UniqueConstraint(fields=('book', 'seq'), name='entry_once_a_seq')],
                'indexes': [
                    models.Index(fields=['source'], name='entry_source'),
                    models.Index(condition=models.Q(('mirror__isnull', False)), fields=['mirror'], name='entry_mirror'),
                    models.Index(fields=['book', 'effective_on', 'seq'], name='entry_by_day'),
                ],
            },
        ),
        CreateFrozenTable(
            name='Posting',
            fields=[
                ('pk', models.CompositePrimaryKey('book_id', 'seq', 'line', blank=True, editable=False, primary_key=True, serialize=False)),
                ('seq', models.PositiveBigIntegerField(verbose_name='number of the entry')),
                ('line', models.PositiveIntegerField(verbose_name='line')),
                ('effective_on', models.DateField(verbose_name='counts for')),
                ('amount_minor', models.BigIntegerField(verbose_name='amount')),
                ('party', models.CharField(blank=True, default='', max_length=80, verbose_name='party')),
                ('fund', models.CharField(blank=True, default='', max_length=60, verbose_name='fund')),
                ('is_closing', models.BooleanField(default=False, verbose_name='closes a year')),
                ('account', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='books.account')),
                ('book', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='books.book')),
            ],
            options={
                'verbose_name': 'posting',
                'verbose_name_plural': 'postings',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('amount_minor', 0), _negated=True), name='posting_moves_something'),
                    models.CheckConstraint(condition=models.Q(('line__gte', 1)), name='posting_line_from_one'),
                ],
                'indexes': [
                    models.Index(fields=['account', 'effective_on', 'seq', 'line', 'amount_minor'], name='posting_by_account'),
                    models.Index(condition=models.Q(('party', ''), _negated=True), fields=['account', 'party', 'effective_on', 'amount_minor'], name='posting_by_party'),
                    models.Index(condition=models.Q(('is_closing', True)), fields=['book', 'effective_on', 'account', 'amount_minor'], name='posting_closing'),
                ],
            },
        ),
        CreateFrozenTable(
            name='MonthSum',
            fields=[
                ('pk', models.CompositePrimaryKey('account_id', 'month', blank=True, editable=False, primary_key=True, serialize=False)),
                ('month', models.DateField(verbose_name='month')),
                ('amount_minor', models.BigIntegerField(default=0, verbose_name='amount')),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='months', to='books.account')),
            ],
            options={
                'verbose_name': 'sum of a month',
                'verbose_name_plural': 'sums of months',
            },
        ),
        migrations.CreateModel(
            name='Memo',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='memo_row', serialize=False, to='books.entry')),
                ('salt', models.CharField(max_length=32, verbose_name='salt')),
                ('text', models.CharField(max_length=300, verbose_name='memo')),
                ('is_erased', models.BooleanField(default=False, verbose_name='erased')),
            ],
            options={
                'verbose_name': 'memo',
                'verbose_name_plural': 'memos',
            },
        ),
        migrations.CreateModel(
            name='Period',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ends_on', models.DateField(verbose_name='open again from')),
                ('closed_at', models.DateTimeField(verbose_name='closed at')),
                ('head_seq', models.PositiveBigIntegerField(verbose_name='number of the last entry')),
                ('head_hash', models.CharField(max_length=64, verbose_name='hash of the last entry')),
                ('sums', models.JSONField(verbose_name='balances at the close')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='books.book')),
            ],
            options={
                'verbose_name': 'closed period',
                'verbose_name_plural': 'closed periods',
                'constraints': [models.UniqueConstraint(fields=('book', 'ends_on'), name='period_closed_once')],
            },
        ),
        migrations.CreateModel(
            name='Equipment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('what', models.CharField(max_length=200, verbose_name='what')),
                ('cost_minor', models.PositiveBigIntegerField(verbose_name='cost')),
                ('first_month', models.DateField(verbose_name='charged from')),
                ('life_months', models.PositiveIntegerField(verbose_name='life in months')),
                ('bought_on', models.DateField(blank=True, null=True, verbose_name='bought on')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='equipment', to='books.book')),
            ],
            options={
                'verbose_name': 'equipment',
                'verbose_name_plural': 'equipment',
                'constraints': [models.CheckConstraint(condition=models.Q(('life_months__gte', 1)), name='equipment_lives_a_month')],
            },
        ),
    ]
